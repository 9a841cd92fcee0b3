namespace Habitue.Collector;

/// <summary>
/// JSON may write characters that no text can hold: half of a surrogate pair, and the NUL that databases end a text at. They are
/// replaced where they stand by U+FFFD, the sign for a character that is not known, so that every reader of the log agrees.
/// </summary>
internal static class EscapeRepair
{
    private static ReadOnlySpan<byte> Unknown => "fffd"u8;

    public static void Run(Span<byte> json)
    {
        int from = 0;
        while (json[from..].IndexOf((byte)'\\') is >= 0 and int found)
        {
            int at = from + found;
            from = Math.Min(json.Length, at + 2);   // an escaped backslash is no beginning of another escape
            if (at + 6 > json.Length || json[at + 1] != 'u' || Hex(json.Slice(at + 2, 4)) is not { } code)
                continue;
            from = at + 6;
            if (code == 0 || code is >= 0xDC00 and <= 0xDFFF)
                Unknown.CopyTo(json[(at + 2)..]);
            else if (code is >= 0xD800 and <= 0xDBFF)
                from = Pair(json, at);
        }
    }

    /// <summary>After the first half of a pair: over the second, or the first is replaced.</summary>
    private static int Pair(Span<byte> json, int at)
    {
        if (at + 12 <= json.Length && json[at + 6] == '\\' && json[at + 7] == 'u' && Hex(json.Slice(at + 8, 4)) is >= 0xDC00 and <= 0xDFFF)
            return at + 12;
        Unknown.CopyTo(json[(at + 2)..]);
        return at + 6;
    }

    private static int? Hex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            int part = digit switch { >= (byte)'0' and <= (byte)'9' => digit - '0', >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10, >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10, _ => -1 };
            if (part < 0)
                return null;
            value = value * 16 + part;
        }

        return value;
    }
}
