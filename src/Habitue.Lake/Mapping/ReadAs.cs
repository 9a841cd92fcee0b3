using System.Globalization;
using System.Text.RegularExpressions;
using Habitue.Lake.Events;

namespace Habitue.Lake.Mapping;

/// <summary>
/// The ways in which text becomes a value: found from a sample of a column, written into the mapping, and turned
/// into one SQL expression that gives NULL where the text is something else.
/// </summary>
public static partial class ReadAs
{
    public const string Iso = "iso";
    public const string IsoOffset = "iso with offset";
    public const string EpochSeconds = "epoch seconds";
    public const string EpochMilliseconds = "epoch milliseconds";
    public const string EpochMicroseconds = "epoch microseconds";
    public const string DecimalComma = "1.234,5";
    public const string ThousandsComma = "1,234.5";
    public const string WholeNumberId = "17850.0 is 17850";

    public const string Help = "times are read as 'iso', 'iso with offset', 'epoch seconds|milliseconds|microseconds' or a pattern such as '%d/%m/%Y %H:%M', numbers as '1.234,5' or '1,234.5', ids as '17850.0 is 17850'";

    /// <summary>Patterns tried in this order; day first before month first, as most of the world writes.</summary>
    private static readonly (string Pattern, string Clr)[] Patterns =
    [
        .. from date in new[] { ("%d/%m/%Y", "d/M/yyyy"), ("%m/%d/%Y", "M/d/yyyy"), ("%d.%m.%Y", "d.M.yyyy"), ("%d-%m-%Y", "d-M-yyyy"), ("%m-%d-%Y", "M-d-yyyy"), ("%Y/%m/%d", "yyyy/M/d"), ("%d/%m/%y", "d/M/yy"), ("%m/%d/%y", "M/d/yy"), ("%d %b %Y", "d MMM yyyy"), ("%b %d, %Y", "MMM d, yyyy"), ("%d %B %Y", "d MMMM yyyy"), ("%B %d, %Y", "MMMM d, yyyy") }
           from time in new[] { ("", ""), (" %H:%M", " H:m"), (" %H:%M:%S", " H:m:s"), (" %I:%M %p", " h:m tt"), (" %I:%M:%S %p", " h:m:s tt") }
           select (date.Item1 + time.Item1, date.Item2 + time.Item2),
        ("%Y-%m-%d %H:%M:%S %z", "yyyy-MM-dd HH:mm:ss zzz"),
        ("%Y%m%d", "yyyyMMdd"),
        ("%Y%m%d%H%M%S", "yyyyMMddHHmmss"),
    ];

    public static bool Fits(FieldType type, string readAs) => type switch
    {
        FieldType.Time or FieldType.Date => readAs is Iso or IsoOffset or EpochSeconds or EpochMilliseconds or EpochMicroseconds || readAs.Contains('%', StringComparison.Ordinal),
        FieldType.Number or FieldType.Money or FieldType.Integer => readAs is DecimalComma or ThousandsComma,
        FieldType.Id => readAs is WholeNumberId,
        _ => false,
    };

    /// <summary>The way that reads most of a sample.</summary>
    /// <returns>The way (null for the usual one), the share of filled cells that it reads, and what else would do as well.</returns>
    public static (string? Way, double Share, string? Rival) Find(FieldType type, IReadOnlyList<string> sample)
    {
        List<string> filled = [.. sample.Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => s.Trim()).Distinct().Take(500)];
        if (filled.Count == 0)
            return (null, 1, null);
        double Share(Func<string, bool> reads) => filled.Count(reads) / (double)filled.Count;
        switch (type)
        {
            case FieldType.Id:
                return (filled.TrueForAll(s => PointZero().IsMatch(s)) ? WholeNumberId : null, 1, null);
            case FieldType.Time or FieldType.Date:
                return FindTime(filled, Share);
            case FieldType.Number or FieldType.Money or FieldType.Integer:
                (string?, double)[] ways =
                [
                    (null, Share(s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out _))),
                    (DecimalComma, Share(s => CommaDecimal().IsMatch(s))),
                    (ThousandsComma, Share(s => CommaThousands().IsMatch(s))),
                ];
                (string? way, double share) = ways.MaxBy(w => w.Item2);
                return (way, share, null);
            case FieldType.Boolean:
                return (null, Share(s => Truths.Contains(s.ToLowerInvariant())), null);
            default:
                return (null, 1, null);
        }
    }

    private static (string?, double, string?) FindTime(List<string> filled, Func<Func<string, bool>, double> share)
    {
        double iso = share(s => IsoTime().IsMatch(s));
        if (iso > 0.5)
            return (filled.Exists(s => Offset().IsMatch(s)) ? filled.Exists(s => s.Contains(" +") || s.Contains(" -")) ? Patterns[^3].Pattern : IsoOffset : null, iso, null);
        double digits = share(s => s.Length is >= 10 and <= 16 && s.All(char.IsAsciiDigit));
        if (digits > 0.9 && filled[0].Length is 10 or 13 or 16)
            return (filled[0].Length switch { 10 => EpochSeconds, 13 => EpochMilliseconds, _ => EpochMicroseconds }, digits, null);
        var ranked = Patterns.Select(p => (p.Pattern, Share: share(s => DateTimeOffset.TryParseExact(s, p.Clr, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset t) && t.Year is > 1900 and < 2200)))
            .OrderByDescending(p => p.Share).ToList();
        string? rival = ranked[0].Share > 0 && ranked[1].Share == ranked[0].Share && Swapped(ranked[0].Pattern, ranked[1].Pattern) ? ranked[1].Pattern : null;
        // Under any pattern what is written in ISO is read as well.
        return ranked[0].Share > 0 ? (ranked[0].Pattern, ranked[0].Share + iso, rival) : (null, iso, null);
    }

    private static bool Swapped(string a, string b) => a.Replace("%d", "#").Replace("%m", "%d").Replace("#", "%m") == b;

    /// <summary>SQL that reads the text expression, NULL where it does not fit.</summary>
    public static string Sql(FieldType type, string? way, string text)
    {
        string trimmed = $"TRIM({text})";
        return type switch
        {
            FieldType.Time => Time(way, text, trimmed),
            FieldType.Date => $"CAST({Time(way, text, trimmed)} AS DATE)",
            FieldType.Number => $"TRY_CAST({Number(way, text)} AS DOUBLE)",
            FieldType.Integer => $"CAST(TRY_CAST({Number(way, text)} AS DOUBLE) AS BIGINT)",
            FieldType.Money => $"TRY_CAST({Number(way, text)} AS DECIMAL(18,4))",
            FieldType.Boolean => $"CASE WHEN lower({trimmed}) IN ('true','t','yes','y','1','on','granted','subscribed') THEN true WHEN lower({trimmed}) IN ('false','f','no','n','0','off','denied','unsubscribed','') THEN false END",
            FieldType.Id when way == WholeNumberId => $"CASE WHEN ends_with({text}, '.0') THEN left({text}, length({text}) - 2) ELSE NULLIF({trimmed}, '') END",
            // Trimming is slow and hardly ever needed: only what begins or ends with a blank is trimmed. What comes before '!' is empty or begins with a blank or a control character.
            _ => $"CASE WHEN {text} < '!' OR ends_with({text}, ' ') THEN NULLIF({trimmed}, '') ELSE {text} END",
        };
    }

    private static string Time(string? way, string text, string trimmed) => way switch
    {
        null or Iso => $"TRY_CAST({text} AS TIMESTAMP)",
        IsoOffset => $"CAST(TRY_CAST({text} AS TIMESTAMPTZ) AS TIMESTAMP)",
        EpochSeconds => $"make_timestamp(TRY_CAST({text} AS BIGINT) * 1000000)",
        EpochMilliseconds => $"make_timestamp(TRY_CAST({text} AS BIGINT) * 1000)",
        EpochMicroseconds => $"make_timestamp(TRY_CAST({text} AS BIGINT))",
        // Rows that came from another export are often in ISO: those are read as well, nothing ambiguous is.
        _ => $"COALESCE(CAST(TRY_STRPTIME({trimmed}, {Loading.Sql.Text(way)}) AS TIMESTAMP), TRY_CAST({text} AS TIMESTAMP))",
    };

    private static string Number(string? way, string text) => way switch
    {
        DecimalComma => $"regexp_replace(replace(replace({text}, '.', ''), ',', '.'), '[^0-9eE.+-]', '', 'g')",
        ThousandsComma => $"regexp_replace(replace({text}, ',', ''), '[^0-9eE.+-]', '', 'g')",
        _ => text,
    };

    private static readonly HashSet<string> Truths = ["true", "t", "yes", "y", "1", "on", "false", "f", "no", "n", "0", "off", "granted", "denied", "subscribed", "unsubscribed"];

    [GeneratedRegex(@"^\d+\.0$")]
    private static partial Regex PointZero();

    [GeneratedRegex(@"^[^\d,.-]{0,3}\s?-?(\d{1,3}(\.\d{3})*|\d+)(,\d+)?\s?[^\d,.]{0,3}$")]
    private static partial Regex CommaDecimal();

    [GeneratedRegex(@"^[^\d,.-]{0,3}\s?-?(\d{1,3}(,\d{3})*|\d+)(\.\d+)?\s?[^\d,.]{0,3}$")]
    private static partial Regex CommaThousands();

    [GeneratedRegex(@"^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?$")]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"(Z|[+-]\d{2}:?\d{2})$")]
    private static partial Regex Offset();
}
