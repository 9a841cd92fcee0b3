using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Writes JSON values in the one form in which DuckDB writes them: no blanks, only the escapes that must be, numbers in their
/// shortest form. False means that the form is not certain, and that DuckDB is to read the line.
/// </summary>
internal static class LineJson
{
    private const int SureDigits = 15, LongestInteger = 18, ZerosBeforeExponents = 5;

    /// <summary>The inside of a text or a key, without its quotes.</summary>
    public static bool WriteEscaped(ReadOnlySpan<byte> inside, LineBuffer into)
    {
        int at;
        for (; (at = inside.IndexOf((byte)'\\')) >= 0;)
        {
            into.Write(inside[..at]);
            byte kind = inside[at + 1];
            if (kind == 'u')
            {
                if (!WriteCharacter(ref inside, at, into))
                    return false;
                continue;
            }

            if (kind == '/')
                into.Write((byte)'/');
            else
                into.Write(inside.Slice(at, 2));
            inside = inside[(at + 2)..];
        }

        into.Write(inside);
        return true;
    }

    /// <summary>A number, normalized; false for one whose form depends on how it is kept.</summary>
    public static bool WriteNumber(ReadOnlySpan<byte> number, LineBuffer into)
    {
        ReadOnlySpan<byte> digits = number[0] == '-' ? number[1..] : number;
        if (digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var point && point < 0)
        {
            if (digits.Length > LongestInteger || (digits[0] == '0' && digits.Length != number.Length))
                return false;
            into.Write(number);
            return true;
        }

        ReadOnlySpan<byte> after = digits[(point + 1)..];
        if (digits[point] != '.' || after.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        // What is 0, or very small, is written in another way.
        if (digits[0] == '0' && after.IndexOfAnyExcept((byte)'0') is < 0 or >= ZerosBeforeExponents && !after.SequenceEqual("0"u8))
            return false;
        if (digits.Length - 1 > SureDigits)
            return IsShortest(number) && Copy(number, into);
        while (after.Length > 1 && after[^1] == '0')
            after = after[..^1];
        return Copy(number[..(number.Length - (digits.Length - point - 1 - after.Length))], into);
    }

    private static bool Copy(ReadOnlySpan<byte> number, LineBuffer into)
    {
        into.Write(number);
        return true;
    }

    /// <summary>As JavaScript writes it: no shorter text is the same number.</summary>
    private static bool IsShortest(ReadOnlySpan<byte> number)
    {
        Span<byte> shortest = stackalloc byte[40];
        return Utf8Parser.TryParse(number, out double value, out int read) && read == number.Length && Utf8Formatter.TryFormat(value, shortest, out int written) && shortest[..written].SequenceEqual(number);
    }

    /// <summary>A character that is written as a code becomes itself.</summary>
    private static bool WriteCharacter(ref ReadOnlySpan<byte> inside, int at, LineBuffer into)
    {
        if (!Utf8Parser.TryParse(inside.Slice(at + 2, 4), out ushort code, out _, 'x') || code is < 0x80 or (>= 0xD800 and <= 0xDFFF))
            return WritePair(ref inside, at, code, into);
        into.Wrote(new Rune(code).EncodeToUtf8(into.Room(4)));
        inside = inside[(at + 6)..];
        return true;
    }

    /// <summary>Both halves of a character beyond the first 65,536; whatever else needs a code is left to DuckDB.</summary>
    private static bool WritePair(ref ReadOnlySpan<byte> inside, int at, ushort first, LineBuffer into)
    {
        if (inside.Length < at + 12 || inside[at + 6] != '\\' || inside[at + 7] != 'u' || !Utf8Parser.TryParse(inside.Slice(at + 8, 4), out ushort second, out _, 'x')
            || !Rune.TryCreate((char)first, (char)second, out Rune rune))
            return false;
        into.Wrote(rune.EncodeToUtf8(into.Room(4)));
        inside = inside[(at + 12)..];
        return true;
    }

    /// <summary>The text that a JSON text stands for; none when it is not certain.</summary>
    public static LineText Unescape(ref Utf8JsonReader reader, LineBuffer into)
    {
        if (!reader.ValueIsEscaped)
            return into.Write(reader.ValueSpan);
        if (reader.ValueSpan.IndexOf("\\u0000"u8) >= 0 || !HasWholePairs(reader.ValueSpan))
            return LineText.None;
        int start = into.Length, written = reader.CopyString(into.Room(reader.ValueSpan.Length));
        into.Wrote(written);
        return new LineText(start, written);
    }

    /// <summary>Codes of halves of characters are left to DuckDB, whichever they are.</summary>
    private static bool HasWholePairs(ReadOnlySpan<byte> inside) => inside.IndexOf("\\uD"u8) < 0 && inside.IndexOf("\\ud"u8) < 0;
}
