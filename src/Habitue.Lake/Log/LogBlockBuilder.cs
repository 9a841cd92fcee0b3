using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Habitue.Lake.Log;

/// <summary>
/// Gathers the records of one partition for a transaction, and gives them the form in which they are stored: a byte that says
/// whether the values are compressed, the lengths, the values. Used again and again by the one writer.
/// </summary>
internal sealed class LogBlockBuilder(int partition)
{
    private const byte Plain = 0, Brotli = 1;
    private const int Quality = 0, Window = 18, WorthPacking = 400, Piece = 64 << 10;
    private readonly List<int> ends = [];
    private readonly List<UInt128> ids = [];
    private byte[] values = new byte[16 << 10];
    private byte[] packed = new byte[16 << 10];
    private int length;

    public int Partition => partition;
    public int Count => ends.Count;
    public int Bytes => length;

    public void Add(ReadOnlySpan<byte> value, UInt128 id)
    {
        if (values.Length - length < value.Length)
            Array.Resize(ref values, Math.Max(values.Length * 2, length + value.Length));
        value.CopyTo(values.AsSpan(length));
        length += value.Length;
        ends.Add(length);
        ids.Add(id);
    }

    public void Clear()
    {
        ends.Clear();
        ids.Clear();
        length = 0;
        if (values.Length > 8 << 20)   // one large group does not keep its memory for ever
            (values, packed) = (new byte[16 << 10], new byte[16 << 10]);
    }

    /// <summary>The records in memory of their own, in pieces so small that they are cheap to let go (large arrays wait for a whole collection).</summary>
    public IEnumerable<LogBlock> Seal(long first)
    {
        for (int from = 0, to; from < ends.Count; from = to)
        {
            int begin = from == 0 ? 0 : ends[from - 1];
            to = from + 1;
            while (to < ends.Count && ends[to] - begin <= Piece)
                to++;
            byte[] own = GC.AllocateUninitializedArray<byte>(ends[to - 1] - begin);
            values.AsSpan(begin, own.Length).CopyTo(own);
            int[] ownEnds = new int[to - from];
            for (int i = from; i < to; i++)
                ownEnds[i - from] = ends[i] - begin;
            yield return new LogBlock(partition, first + from, own, ownEnds);
        }
    }

    /// <summary>The ids, 16 bytes each; nothing when no record has one.</summary>
    public byte[]? Ids()
    {
        if (ids.TrueForAll(id => id == UInt128.Zero))
            return null;
        byte[] bytes = new byte[ids.Count * 16];
        for (int i = 0; i < ids.Count; i++)
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(i * 16), ids[i]);
        return bytes;
    }

    /// <summary>The stored form; good until the next call.</summary>
    public ReadOnlySpan<byte> Pack()
    {
        int most = 1 + ends.Count * 5 + Math.Max(length, BrotliEncoder.GetMaxCompressedLength(length));
        if (packed.Length < most)
            packed = new byte[most];
        int at = 1;
        for (int i = 0; i < ends.Count; i++)
            at += WriteNumber(packed.AsSpan(at), (uint)(ends[i] - (i == 0 ? 0 : ends[i - 1])));
        ReadOnlySpan<byte> all = values.AsSpan(0, length);
        if (length >= WorthPacking && BrotliEncoder.TryCompress(all, packed.AsSpan(at), out int written, Quality, Window) && written < length)
        {
            packed[0] = Brotli;
            return packed.AsSpan(0, at + written);
        }

        packed[0] = Plain;
        all.CopyTo(packed.AsSpan(at));
        return packed.AsSpan(0, at + length);
    }

    public static long Checksum(ReadOnlySpan<byte> stored) => (long)XxHash3.HashToUInt64(stored);

    /// <exception cref="InvalidDataException">The bytes are no stored block.</exception>
    public static LogBlock Unpack(int partition, long first, int count, ReadOnlySpan<byte> stored)
    {
        int[] ends = new int[count];
        int at = 1, total = 0;
        for (int i = 0; i < count; i++)
            ends[i] = total += ReadNumber(stored, ref at);
        byte[] values = GC.AllocateUninitializedArray<byte>(total);
        if (stored[0] == Plain && stored.Length - at == total)
            stored[at..].CopyTo(values);
        else if (stored[0] != Brotli || !BrotliDecoder.TryDecompress(stored[at..], values, out int written) || written != total)
            throw new InvalidDataException("the bytes are no block of the log");
        return new LogBlock(partition, first, values, ends);
    }

    private static int WriteNumber(Span<byte> into, uint value)
    {
        int at = 0;
        for (; value >= 0x80; value >>= 7)
            into[at++] = (byte)(value | 0x80);
        into[at++] = (byte)value;
        return at;
    }

    private static int ReadNumber(ReadOnlySpan<byte> from, ref int at)
    {
        int value = 0;
        for (int shift = 0; shift <= 28 && at < from.Length; shift += 7)
        {
            byte b = from[at++];
            value |= (b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw new InvalidDataException("the bytes are no block of the log");
    }
}
