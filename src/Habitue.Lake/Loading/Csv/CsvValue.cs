using Habitue.Duck;
using Habitue.Lake.Loading.Lines;

namespace Habitue.Lake.Loading.Csv;

/// <summary>Texts of files as values, as <see cref="Mapping.ReadAs"/> reads them in SQL; what is written in another than the usual way is not read here.</summary>
internal static class CsvValue
{
    private const int DateLength = 10, TimeLength = 19;

    /// <summary>The value as a column stores it; null when it is not certain.</summary>
    public static long? Of(CsvColumnKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        CsvColumnKind.Time => Time(text),
        CsvColumnKind.Money => LineRead.Money(text),
        CsvColumnKind.Number => LineRead.Number(text) is { } number ? BitConverter.DoubleToInt64Bits(number) : null,
        _ => null,
    };

    /// <summary>Where a text is without the blanks around it, and without the .0 that a spreadsheet adds to a whole number; empty when nothing is left.</summary>
    public static TextSpan Word(CsvColumnKind kind, ReadOnlySpan<byte> text)
    {
        if (kind == CsvColumnKind.WholeNumber && text.EndsWith(".0"u8))
            return new TextSpan(0, text.Length - 2);
        if (text[0] != ' ' && text[^1] != ' ')
            return new TextSpan(0, text.Length);
        int start = text.IndexOfAnyExcept((byte)' ');
        return start < 0 ? TextSpan.Null : new TextSpan(start, text.LastIndexOfAnyExcept((byte)' ') + 1 - start);
    }

    /// <summary>False for a text which blanks outside of ASCII may surround, that a database trims too.</summary>
    public static bool IsSureToTrim(ReadOnlySpan<byte> text) => text.Trim((byte)' ') is var trimmed && (trimmed.IsEmpty || (trimmed[0] < 0x80 && trimmed[^1] < 0x80));

    /// <summary>Microseconds since 1970 of a date (2026-01-31), or of one with a time (2026-01-31 12:00:00, or with a T).</summary>
    private static long? Time(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (DateLength or TimeLength) || text[4] != '-' || text[7] != '-')
            return null;
        (int year, int month, int day) = (LineRead.Digits(text[..4]), LineRead.Digits(text[5..7]), LineRead.Digits(text[8..10]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        (int hour, int minute, int second) = (0, 0, 0);
        if (text.Length == TimeLength)
        {
            if (text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
                return null;
            (hour, minute, second) = (LineRead.Digits(text[11..13]), LineRead.Digits(text[14..16]), LineRead.Digits(text[17..19]));
            if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
                return null;
        }

        return (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }
}
