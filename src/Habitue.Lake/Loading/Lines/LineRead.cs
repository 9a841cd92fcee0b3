using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Texts as values, as <see cref="Mapping.ReadAs"/> reads them in SQL. What is written in another than the usual way is not read here
/// (<c>null</c> with a text that is not blank): DuckDB knows more ways.
/// </summary>
internal static class LineRead
{
    private const int DateLength = 10, TimeLength = 19, CollectorLength = 24, MoneyDigits = 14, MoneyScale = 4, ExactDigits = 15;
    private static readonly double[] Powers = [.. Enumerable.Range(0, ExactDigits + 1).Select(n => double.Parse($"1e{n}", CultureInfo.InvariantCulture))];

    /// <summary>Microseconds since 1970 of a time as the collector writes it: 2026-01-31T12:00:00.000Z.</summary>
    public static long? Time(ReadOnlySpan<byte> text)
    {
        if (text.Length != CollectorLength || text[DateLength] != 'T' || text[TimeLength] != '.' || text[^1] != 'Z' || Digits(text[20..23]) is not (>= 0 and var thousandth))
            return null;
        return Moment(text[..TimeLength]) + thousandth * 1000L;
    }

    /// <summary>Microseconds since 1970 of a date (2026-01-31), or of one with a time (2026-01-31 12:00:00, or with a T).</summary>
    public static long? Moment(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (DateLength or TimeLength) || text[4] != '-' || text[7] != '-')
            return null;
        (int year, int month, int day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]));
        (int hour, int minute, int second) = (0, 0, 0);
        if (text.Length == TimeLength)
        {
            if (text[DateLength] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
                return null;
            (hour, minute, second) = (Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..19]));
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return null;
        return (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>A number without an exponent.</summary>
    public static double? Number(ReadOnlySpan<byte> text)
    {
        if (!IsDecimal(text, out long digits, out int whole, out int fraction))
            return null;
        // Both are exact as doubles, so that their quotient is the nearest one to the number (Clinger, How to read floating point numbers accurately, 1990).
        if (whole + fraction <= ExactDigits)
            return text[0] == '-' ? -(digits / Powers[fraction]) : digits / Powers[fraction];
        return Utf8Parser.TryParse(text, out double value, out int read) && read == text.Length ? value : null;
    }

    /// <summary>An amount of money, in ten-thousandths.</summary>
    public static long? Money(ReadOnlySpan<byte> text)
    {
        if (!IsDecimal(text, out long value, out int whole, out int fraction) || whole > MoneyDigits || fraction > MoneyScale)
            return null;
        for (; fraction < MoneyScale; fraction++)
            value *= 10;
        return text[0] == '-' ? -value : value;
    }

    /// <summary>An id or a word without the blanks around it; none when nothing is left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trimmed">What is left.</param>
    /// <returns>False when blanks of another kind stand there, which DuckDB takes away too.</returns>
    public static bool Word(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> trimmed)
    {
        trimmed = text;
        // As the reading in SQL looks at it: what begins with a control character is trimmed as well.
        if (text.IsEmpty || (text[0] > ' ' && text[^1] != ' '))
            return true;
        trimmed = text.Trim((byte)' ');
        return trimmed.IsEmpty || (trimmed[0] < 0x80 && trimmed[^1] < 0x80);
    }

    public static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)' ') < 0;

    /// <summary>The convention's name for what other systems call otherwise; null when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isSure">False for the letters that become Latin ones as small letters.</param>
    public static byte[]? Alias(ReadOnlySpan<byte> name, out bool isSure)
    {
        isSure = name.IndexOf("\u212A"u8) < 0 && name.IndexOf("\u0130"u8) < 0;
        if (name.Length > LongestAlias || !Ascii.IsValid(name))
            return null;
        Span<char> small = stackalloc char[LongestAlias];
        Ascii.ToLower(name, small, out int length);
        return Aliases.TryGetValue(small[..length], out byte[]? alias) ? alias : null;
    }

    private static readonly int LongestAlias = EventNames.Aliases.Keys.Max(name => name.Length);
    private static readonly Dictionary<string, byte[]>.AlternateLookup<ReadOnlySpan<char>> Aliases =
        EventNames.Aliases.ToDictionary(a => a.Key, a => Encoding.UTF8.GetBytes(a.Value), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Digits, perhaps with a minus before them and a point among them; a zero leads only before the point.</summary>
    private static bool IsDecimal(ReadOnlySpan<byte> text, out long value, out int whole, out int fraction)
    {
        (value, whole, fraction) = (0, 0, 0);
        int at = text is [(byte)'-', ..] ? 1 : 0, point = -1, first = at;
        for (; at < text.Length; at++)
        {
            int digit = text[at] - '0';
            if ((uint)digit <= 9)
                value = unchecked(value * 10 + digit);   // of more digits than a long has only their number is used
            else if (text[at] == '.' && point < 0)
                point = at;
            else
                return false;
        }

        whole = (point < 0 ? text.Length : point) - first;
        fraction = point < 0 ? 0 : text.Length - point - 1;
        return whole > 0 && (whole == 1 || text[first] != '0') && fraction != 0 == point >= 0;
    }

    /// <summary>A number of digits; -1 when one is no digit.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        int value = 0;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return -1;
            value = value * 10 + b - '0';
        }

        return value;
    }
}
