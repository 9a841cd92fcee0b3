using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Habitue.Simulation;

/// <summary>
/// A growing buffer of UTF-8 bytes with the few things that the shop's lines are made of. Writing a line costs no allocation,
/// which is what makes millions of lines a matter of seconds.
/// </summary>
internal sealed class Utf8Text
{
    private byte[] _bytes = new byte[2048];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public Span<byte> Part(int start, int length) => _bytes.AsSpan(start, length);

    public byte[] ToArray() => Span.ToArray();

    public Utf8Text Clear()
    {
        Length = 0;
        return this;
    }

    public Utf8Text Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    public Utf8Text Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
        return this;
    }

    /// <summary>Text known to hold only ASCII.</summary>
    public Utf8Text Ascii(string text)
    {
        Length += Encoding.ASCII.GetBytes(text, Room(text.Length));
        return this;
    }

    public Utf8Text Utf8(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));
        return this;
    }

    /// <summary>The inside of a JSON string.</summary>
    public Utf8Text Json(string text) =>
        Utf8(text.AsSpan().IndexOfAny("\"\\\n\r\t") < 0 ? text : JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));

    /// <summary>A CSV field, quoted when it must be.</summary>
    public Utf8Text Csv(string text) =>
        text.AsSpan().IndexOfAny("\",\n\r") < 0 ? Utf8(text) : Byte((byte)'"').Utf8(text.Replace("\"", "\"\"")).Byte((byte)'"');

    public Utf8Text Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
        return this;
    }

    /// <summary>At least this many digits, with zeros in front.</summary>
    public Utf8Text Number(long value, byte digits)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written, new('D', digits));
        Length += written;
        return this;
    }

    public Utf8Text Ratio(double value)
    {
        Utf8Formatter.TryFormat(value, Room(32), out var written, new('F', 4));
        Length += written;
        return this;
    }

    /// <summary>Cents as an amount with two decimals.</summary>
    public Utf8Text Money(long cents, byte point = (byte)'.')
    {
        if (cents < 0) Byte((byte)'-');
        var (whole, rest) = Math.DivRem(Math.Abs(cents), 100);
        return Number(whole).Byte(point).Two((int)rest);
    }

    public Utf8Text Two(int value)
    {
        var room = Room(2);
        room[0] = (byte)('0' + value / 10);
        room[1] = (byte)('0' + value % 10);
        Length += 2;
        return this;
    }

    /// <summary>Two random words as 8-4-4-4-12 hexadecimal digits.</summary>
    public Utf8Text Id(ulong high, ulong low)
    {
        WriteId(Room(36), high, low);
        Length += 36;
        return this;
    }

    public static void WriteId(Span<byte> into, ulong high, ulong low)
    {
        Hex(into, high >> 32, 8);
        Hex(into[9..], high >> 16, 4);
        Hex(into[14..], high, 4);
        Hex(into[19..], low >> 48, 4);
        Hex(into[24..], low, 12);
        into[8] = into[13] = into[18] = into[23] = (byte)'-';
    }

    /// <summary>The next bytes, for a caller that fills all of them.</summary>
    public Span<byte> Take(int count)
    {
        var room = Room(count)[..count];
        Length += count;
        return room;
    }

    private static void Hex(Span<byte> into, ulong value, int digits)
    {
        for (var i = digits - 1; i >= 0; i--, value >>= 4) into[i] = "0123456789abcdef"u8[(int)(value & 15)];
    }

    private Span<byte> Room(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }
}
