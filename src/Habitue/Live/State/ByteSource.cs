using System.Buffers.Binary;
using System.Text;

namespace Habitue.Live.State;

/// <summary>Reads what a <see cref="ByteSink"/> wrote.</summary>
/// <remarks>Bytes that end too early or cannot be are an <see cref="InvalidDataException"/>, never something made up.</remarks>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> left = bytes;

    public readonly bool IsAtEnd => left.IsEmpty;

    public byte Byte() => Take(1)[0];

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw new InvalidDataException("a number has more than ten bytes");
    }

    public int Count() => Number() is >= 0 and <= int.MaxValue and var count ? (int)count : throw new InvalidDataException("a count is out of range");

    public long Time() => Number() switch
    {
        0 => Moment.Never,
        > 0 and var since => since - 1 + ByteSink.Epoch,
        var since => since + ByteSink.Epoch,
    };

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public string? Text()
    {
        var length = Number();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > left.Length) throw new InvalidDataException("the bytes end too early");
        var taken = left[..(int)count];
        left = left[(int)count..];
        return taken;
    }
}
