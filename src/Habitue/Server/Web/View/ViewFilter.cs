using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Habitue.Server.Web.View;

/// <summary>
/// Time range, comparison, segment and device: what stands in the address and holds for everything on the page. What the address says wrongly is told in
/// a sentence, and the usual value holds instead.
/// </summary>
internal sealed record ViewFilter
{
    public static IReadOnlyList<(string Value, string Text)> Periods { get; } = [("7d", "Last 7 days"), ("30d", "Last 30 days"), ("90d", "Last 90 days"), ("12m", "Last 12 months"), ("all", "All time"), ("own", "From … to …")];

    public static IReadOnlyList<(string Value, string Text)> Comparisons { get; } = [("before", "the period before"), ("year", "the year before"), ("none", "nothing")];

    /// <summary>The parts of the address that are the filter's own.</summary>
    public static IReadOnlyList<string> Names { get; } = ["period", "from", "to", "compare", "segment", "device"];

    private const string UsualPeriod = "30d", UsualComparison = "before", DayForm = "yyyy-MM-dd";

    public required string Period { get; init; }

    public required DateTime From { get; init; }

    /// <summary>The day after the last one that is shown.</summary>
    public required DateTime Until { get; init; }

    public required string Comparison { get; init; }

    /// <summary>The number of the only segment whose customers count; null for all.</summary>
    public int? Segment { get; init; }

    public string? SegmentName { get; init; }

    /// <summary>The only device that counts, in small letters; null for all.</summary>
    public string? Device { get; init; }

    /// <summary>What was chosen elsewhere and has no effect on the page, as the address has it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Carried { get; init; } = [];

    /// <summary>What of the address could not be used, in sentences.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    public int Days => (int)(Until - From).TotalDays;

    /// <summary>What it is compared with; null for nothing.</summary>
    public (DateTime From, DateTime Until)? Before => Comparison switch
    {
        _ when Period == "all" => null,
        "before" => (From.AddDays(-Days), From),
        "year" => (From.AddYears(-1), Until.AddYears(-1)),
        _ => null,
    };

    /// <summary>The condition that a row belongs to the chosen segment's customers; it holds for all when none is chosen.</summary>
    public string OfSegment(string customer) =>
        Segment is { } id ? string.Create(CultureInfo.InvariantCulture, $"{customer} IN (SELECT customer_id FROM customer_segments WHERE cluster = {id})") : "TRUE";

    /// <summary>The condition that a row belongs to the chosen device; it holds for all when none is chosen.</summary>
    public string OfDevice(string device) => Device is { } chosen ? $"COALESCE(lower({device}), '') = '{chosen.Replace("'", "''", StringComparison.Ordinal)}'" : "TRUE";

    /// <summary>The condition that an order, a visit or a customer, called <paramref name="row"/> in the question, is what the reader chose: of the segment's customers, and by the device.</summary>
    public string Of(string row) => Device is null ? OfSegment(row + ".customer_id") : $"({OfSegment(row + ".customer_id")} AND {OfDevice(row + ".device")})";

    /// <param name="address">The address.</param>
    /// <param name="span">From when to when the data reach.</param>
    /// <param name="segments">The segments that there are.</param>
    /// <param name="devices">The devices that the data name, in small letters.</param>
    /// <param name="keepsTo">What the page can be kept to.</param>
    public static ViewFilter Read(IQueryCollection address, DataSpan span, IReadOnlyList<(int Id, string Name)> segments, IReadOnlyList<string> devices, FilterParts keepsTo = FilterParts.All)
    {
        var query = new QueryCollection(address.Where(part => keepsTo.HasFlag(PartOf(part.Key))).ToDictionary());
        var mistakes = new List<string>();
        var until = span.Until ?? new DateTime(2000, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var period = Of(query, "period", Periods, UsualPeriod, mistakes);
        var (from, end) = period == "own" ? Own(query, until, mistakes) : (period switch
        {
            "7d" => until.AddDays(-7),
            "90d" => until.AddDays(-90),
            "12m" => until.AddMonths(-12),
            "all" => span.First ?? until.AddDays(-1),
            _ => until.AddDays(-30),
        }, until);
        var asked = query["segment"].ToString();
        (int Id, string Name)? segment = int.TryParse(asked, CultureInfo.InvariantCulture, out var id) && segments.Any(one => one.Id == id) ? segments.First(one => one.Id == id) : null;
        if (asked.Length > 0 && segment is null) mistakes.Add($"segment={Short(asked)}: there is no such segment; all customers are shown.");
        var device = query["device"].ToString() is { Length: > 0 } named ? named.ToLowerInvariant() : null;
        if (device is not null && !devices.Contains(device))
        {
            mistakes.Add($"device={Short(device)}: the data name no such device; all are shown.");
            device = null;
        }
        return new ViewFilter { Period = period, From = from, Until = end, Comparison = Of(query, "compare", Comparisons, UsualComparison, mistakes), Segment = segment?.Id, SegmentName = segment?.Name, Device = device, Mistakes = mistakes, Carried = Unkept(address, keepsTo) };
    }

    /// <summary>What an address must carry to be seen with this filter; empty for the usual one.</summary>
    public string Query(params ReadOnlySpan<(string Name, string? Value)> changed)
    {
        var parts = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["period"] = Period == UsualPeriod ? null : Period,
            ["from"] = Period == "own" ? From.ToString(DayForm) : null,
            ["to"] = Period == "own" ? Until.AddDays(-1).ToString(DayForm) : null,
            ["compare"] = Comparison == UsualComparison ? null : Comparison,
            ["segment"] = Segment?.ToString(CultureInfo.InvariantCulture),
            ["device"] = Device,
        };
        foreach (var (name, value) in Carried) parts[name] = value;
        foreach (var (name, value) in changed) parts[name] = value;
        return new QueryBuilder(parts.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Key, part.Value!))).ToString();
    }

    /// <summary>What an address says of parts that a page cannot be kept to.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Unkept(IQueryCollection address, FilterParts keepsTo) =>
        [.. Names.Where(name => !keepsTo.HasFlag(PartOf(name)) && address[name].ToString().Length > 0).Select(name => KeyValuePair.Create(name, address[name].ToString()))];

    /// <summary>What of the choice has no effect on a page, in words; empty when all has.</summary>
    public static string InWords(IReadOnlyList<KeyValuePair<string, string>> unkept) => string.Join(", ", unkept.Select(part => PartOf(part.Key)).Distinct().Select(part => part switch
    {
        FilterParts.Time => "the time range",
        FilterParts.Comparison => "what it is compared with",
        FilterParts.Segment => "the segment",
        _ => "the device",
    }));

    private static FilterParts PartOf(string name) => name switch
    {
        "period" or "from" or "to" => FilterParts.Time,
        "compare" => FilterParts.Comparison,
        "segment" => FilterParts.Segment,
        "device" => FilterParts.Device,
        _ => FilterParts.None,
    };

    private static string Of(QueryCollection query, string name, IReadOnlyList<(string Value, string Text)> known, string usual, List<string> mistakes)
    {
        var asked = query[name].ToString();
        if (asked.Length == 0) return usual;
        if (known.Any(one => one.Value == asked)) return asked;
        mistakes.Add($"{name}={Short(asked)}: not known; it is one of {string.Join(", ", known.Select(one => one.Value))}.");
        return usual;
    }

    private static (DateTime, DateTime) Own(QueryCollection query, DateTime until, List<string> mistakes)
    {
        var (from, to) = (Day(query, "from", until.AddDays(-30), mistakes), Day(query, "to", until.AddDays(-1), mistakes));
        if (from <= to) return (from, to.AddDays(1));
        mistakes.Add("The range ends before it begins; it was turned round.");
        return (to, from.AddDays(1));
    }

    private static DateTime Day(QueryCollection query, string name, DateTime usual, List<string> mistakes)
    {
        var asked = query[name].ToString();
        if (DateTime.TryParseExact(asked, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day.Year is >= 1900 and < 2200) return day;
        if (asked.Length > 0) mistakes.Add($"{name}={Short(asked)}: not a day; write it as 2026-01-31.");
        return usual;
    }

    private static string Short(string asked) => asked.Length <= 40 ? asked : asked[..40] + "…";
}
