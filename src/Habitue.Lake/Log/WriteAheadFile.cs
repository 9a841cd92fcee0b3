using System.Buffers.Binary;

namespace Habitue.Lake.Log;

/// <summary>
/// Looks at SQLite's write-ahead file before SQLite does, which leaves out an unfinished transaction at its end without a word.
/// The format is that of https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
/// </summary>
internal static class WriteAheadFile
{
    private const int HeaderBytes = 32, FrameHeaderBytes = 24;

    /// <summary>What lies after the last whole transaction, as a sentence; null when nothing does. What was acknowledged is never among it.</summary>
    public static string? Torn(string path)
    {
        if (!File.Exists(path))
            return null;
        using FileStream file = File.OpenRead(path);
        byte[] header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            return file.Length == 0 ? null : $"{Path.GetFileName(path)}: {file.Length} bytes without a header were left out; nothing in them had been acknowledged";
        bool bigEndian = (header[3] & 1) == 1;
        int pageBytes = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        if (pageBytes is < 512 or > 65536)
            return $"{Path.GetFileName(path)}: {file.Length} bytes with a damaged header were left out";
        ReadOnlySpan<byte> salts = header.AsSpan(16, 8);
        (uint A, uint B) sum = Checksum(header.AsSpan(0, 24), (0, 0), bigEndian);
        byte[] frame = new byte[FrameHeaderBytes + pageBytes];
        long whole = HeaderBytes, ours = HeaderBytes;
        while (true)
        {
            int read = file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
            // A frame with other salts is left from before the file began anew.
            if (read < FrameHeaderBytes || !frame.AsSpan(8, 8).SequenceEqual(salts))
                break;
            ours += read;
            if (read < frame.Length)
                break;
            sum = Checksum(frame.AsSpan(FrameHeaderBytes), Checksum(frame.AsSpan(0, 8), sum, bigEndian), bigEndian);
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(16)) != sum.A || BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(20)) != sum.B)
                break;
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0)
                whole = ours;
        }

        return ours == whole ? null : $"{Path.GetFileName(path)}: the last {ours - whole} bytes were no whole transaction and were left out; nothing in them had been acknowledged";
    }

    private static (uint A, uint B) Checksum(ReadOnlySpan<byte> bytes, (uint A, uint B) sum, bool bigEndian)
    {
        (uint a, uint b) = sum;
        for (int at = 0; at < bytes.Length; at += 8)
        {
            a += Word(bytes[at..], bigEndian) + b;
            b += Word(bytes[(at + 4)..], bigEndian) + a;
        }

        return (a, b);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
