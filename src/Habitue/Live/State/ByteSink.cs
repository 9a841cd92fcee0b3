using System.Buffers.Binary;
using System.Text;

namespace Habitue.Live.State;

/// <summary>Where state is written to, densely: numbers in as many bytes as they need. Used again and again; <see cref="Clear"/> empties it.</summary>
internal sealed class ByteSink
{
    /// <summary>2024 in milliseconds since 1970.</summary>
    public const long Epoch = 1_704_067_200_000;

    private byte[] buffer = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value)
    {
        More(1)[0] = value;
        Length++;
    }

    /// <summary>A whole number, negative ones too: small ones take a byte.</summary>
    public void Number(long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var room = More(10);
        var used = 0;
        for (; left >= 0x80; left >>= 7) room[used++] = (byte)(left | 0x80);
        room[used++] = (byte)left;
        Length += used;
    }

    /// <summary>A moment or never: five or six bytes for those of our days.</summary>
    public void Time(long moment)
    {
        var since = moment == Moment.Never ? 0 : moment - Epoch;
        Number(moment == Moment.Never || since < 0 ? since : since + 1);
    }

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(More(8), value);
        Length += 8;
    }

    /// <summary>A text, or none.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Number(-1);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number(bytes);
        Encoding.UTF8.GetBytes(text, More(bytes));
        Length += bytes;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(More(bytes.Length));
        Length += bytes.Length;
    }

    private Span<byte> More(int bytes)
    {
        if (buffer.Length - Length < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + bytes));
        return buffer.AsSpan(Length);
    }
}
