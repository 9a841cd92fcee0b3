using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Habitue.Lake.Sources;

/// <summary>A line that no table can hold, set aside while the file was looked at.</summary>
public sealed record OverlongLine(long Line, long Bytes, string Start);

/// <summary>
/// What one pass over a text file tells: its fingerprint, whether it only grew since it was loaded, its first
/// characters, and a path under which it can be read as UTF-8 with no line beyond measure.
/// </summary>
public sealed record TextFile
{
    /// <summary>DuckDB reads no longer line by default.</summary>
    public const int LongestLine = 2_000_000;

    private const int BlockBytes = 1 << 20;
    private const int HeadBytes = 64 << 10;

    private string? head;

    static TextFile() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public required string ReadPath { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>The fingerprint of the first <c>n</c> bytes, where <c>n</c> was asked for.</summary>
    public string? PrefixSha256 { get; init; }

    /// <summary>The first bytes as text, without the mark at the start and without a broken character at the end. Read when asked for: of hundreds of files alike only a few are.</summary>
    public string Head => head ??= System.Text.Encoding.UTF8.GetString(HeadOf(ReadPath));

    /// <summary>The first line.</summary>
    public required string FirstLine { get; init; }
    public bool HeadIsWhole { get; init; }

    /// <summary>There is nothing but blanks and line ends, such as after a mark at the start.</summary>
    public bool IsBlank { get; init; }
    public string Encoding { get; init; } = "UTF-8";
    public IReadOnlyList<OverlongLine> Overlong { get; init; } = [];

    /// <summary>Reads the file once; writes a copy to the spool folder only when DuckDB could not read it as it is.</summary>
    /// <param name="path">A local file, plain or gzip.</param>
    /// <param name="spool">Gives a path for a copy.</param>
    /// <param name="prefix">How many bytes to fingerprint apart: the size that an earlier load saw, or 0.</param>
    /// <param name="cancel">Stops between two blocks.</param>
    /// <exception cref="SourceException">Unreadable, truncated or not text.</exception>
    public static TextFile Look(string path, Func<string> spool, long prefix, CancellationToken cancel)
    {
        bool zipped = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string plain = path;
        if (zipped)
        {
            plain = spool();
            Unzip(path, plain, cancel);
        }

        Pass pass = Pass.Over(plain, zipped ? 0 : prefix, cancel);
        if (pass.IsBinary)
            throw new SourceException(path, "is not text (it holds zero bytes); export it as CSV, JSON Lines or Parquet");
        Encoding? other = pass.OtherEncoding;
        string readPath = plain;
        var overlong = new List<OverlongLine>();
        if (other is not null || pass.HasOverlongLine)
        {
            readPath = spool();
            Rewrite(plain, readPath, other ?? System.Text.Encoding.UTF8, overlong, cancel);
        }

        (string line, bool isBlank) = other is null ? pass.Start : StartOf(HeadOf(readPath));
        return new TextFile
        {
            ReadPath = readPath,
            Size = new FileInfo(path).Length,
            Sha256 = pass.Sha256,
            PrefixSha256 = readPath == path ? pass.PrefixSha256 : null,
            FirstLine = line,
            HeadIsWhole = pass.Bytes <= HeadBytes,
            IsBlank = isBlank && pass.Bytes <= HeadBytes,
            Encoding = other?.WebName ?? "UTF-8",
            Overlong = overlong,
        };
    }

    private static byte[] HeadOf(string path)
    {
        using FileStream file = FileSource.Open(path);
        byte[] head = new byte[HeadBytes];
        int n = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Whole(head.AsSpan(0, n)).ToArray();
    }

    /// <summary>The first line, and whether there are nothing but blanks.</summary>
    private static (string Line, bool IsBlank) StartOf(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOf((byte)'\n');
        return (System.Text.Encoding.UTF8.GetString(end >= 0 ? Unmarked(head[..end]) : Whole(head)), Unmarked(head).IndexOfAnyExcept(" \t\r\n"u8) < 0);
    }

    private static ReadOnlySpan<byte> Unmarked(ReadOnlySpan<byte> utf8) => utf8 is [0xEF, 0xBB, 0xBF, ..] ? utf8[3..] : utf8;

    /// <summary>Without the mark at the start, and without a broken character at the end.</summary>
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> utf8)
    {
        utf8 = Unmarked(utf8);
        while (utf8.Length > 0 && !Utf8.IsValid(utf8) && utf8[^1] >= 0x80)
            utf8 = utf8[..^1];
        return utf8;
    }

    private static void Unzip(string path, string into, CancellationToken cancel)
    {
        try
        {
            using FileStream zipped = FileSource.Open(path);
            using var unzip = new GZipStream(zipped, CompressionMode.Decompress);
            using FileStream plain = File.Create(into);
            byte[] block = new byte[BlockBytes];
            long written = 0;
            for (int n; (n = unzip.Read(block)) > 0; written += n)
            {
                cancel.ThrowIfCancellationRequested();
                plain.Write(block, 0, n);
            }

            // The last four bytes say how long the text was (RFC 1952): a truncated file says something else.
            zipped.Seek(-4, SeekOrigin.End);
            byte[] tail = new byte[4];
            zipped.ReadExactly(tail);
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail) != (uint)written)
                throw new InvalidDataException("it ends too early");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new SourceException(path, $"the gzip file is damaged or was cut short ({e.Message}); copy or export it again", e);
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            throw new SourceException(path, $"could not be unpacked to {into} ({e.Message}); free disk space or check the file", e);
        }
    }

    /// <summary>Copies the text as UTF-8 and leaves out the lines that are too long.</summary>
    private static void Rewrite(string from, string into, Encoding encoding, List<OverlongLine> overlong, CancellationToken cancel)
    {
        using var reader = new StreamReader(FileSource.Open(from), encoding, detectEncodingFromByteOrderMarks: true, BlockBytes);
        using var writer = new StreamWriter(into, append: false, new UTF8Encoding(false), BlockBytes);
        char[] block = new char[BlockBytes];
        var line = new StringBuilder();
        long number = 1, dropped = 0;
        for (int n; (n = reader.Read(block)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<char> rest = block.AsSpan(0, n);
            while (rest.Length > 0)
            {
                int end = rest.IndexOf('\n');
                ReadOnlySpan<char> part = end < 0 ? rest : rest[..(end + 1)];
                rest = rest[part.Length..];
                if (line.Length + part.Length > LongestLine)
                    dropped += part.Length;
                else
                    line.Append(part);
                if (end >= 0)
                    EndLine();
            }
        }

        EndLine();

        void EndLine()
        {
            if (dropped > 0)
                overlong.Add(new OverlongLine(number, line.Length + dropped, line.ToString(0, Math.Min(line.Length, 200))));
            else
                foreach (ReadOnlyMemory<char> chunk in line.GetChunks())
                    writer.Write(chunk.Span);
            line.Clear();
            dropped = 0;
            number++;
        }
    }

    /// <summary>One sequential read: hash, UTF-8 validity, zero bytes, longest line.</summary>
    private sealed class Pass
    {
        public long Bytes { get; private set; }
        public string Sha256 { get; private set; } = "";
        public string? PrefixSha256 { get; private set; }
        public bool HasOverlongLine { get; private set; }
        public bool IsBinary { get; private set; }
        public Encoding? OtherEncoding { get; private set; }
        public (string Line, bool IsBlank) Start { get; private set; } = ("", true);

        public static Pass Over(string path, long prefix, CancellationToken cancel)
        {
            using FileStream file = FileSource.Open(path);
            // Many files are small: a block for each would cost more than reading them.
            byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes + 4);
            try
            {
                return Over(file, block, prefix, cancel);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(block);
            }
        }

        private static Pass Over(FileStream file, byte[] block, long prefix, CancellationToken cancel)
        {
            var pass = new Pass();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int carried = 0;
            bool valid = true, zeros = false, first = true;
            Encoding? marked = null;
            for (int n; (n = file.ReadAtLeast(block.AsSpan(carried, BlockBytes), BlockBytes, throwOnEndOfStream: false)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                ReadOnlySpan<byte> fresh = block.AsSpan(carried, n);
                pass.Hash(hash, fresh, prefix);
                ReadOnlySpan<byte> all = block.AsSpan(0, carried + n);
                if (first)
                {
                    marked = all switch { [0xFF, 0xFE, ..] => System.Text.Encoding.Unicode, [0xFE, 0xFF, ..] => System.Text.Encoding.BigEndianUnicode, _ => null };
                    pass.Start = StartOf(all[..Math.Min(all.Length, HeadBytes)]);
                    first = false;
                }

                zeros |= fresh.Contains((byte)0);
                pass.HasOverlongLine |= n == BlockBytes && fresh.IndexOf((byte)'\n') < 0;
                carried = 0;
                if (valid)
                {
                    int whole = all.Length - IncompleteTail(all);
                    valid = Utf8.IsValid(all[..whole]);
                    carried = all.Length - whole;
                    all[whole..].CopyTo(block);
                }
            }

            valid &= carried == 0;
            pass.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            pass.OtherEncoding = marked ?? (valid ? null : System.Text.Encoding.GetEncoding(1252));
            pass.IsBinary = zeros && marked is null;
            return pass;
        }

        private void Hash(IncrementalHash hash, ReadOnlySpan<byte> fresh, long prefix)
        {
            if (prefix > Bytes && prefix <= Bytes + fresh.Length)
            {
                int left = (int)(prefix - Bytes);
                hash.AppendData(fresh[..left]);
                PrefixSha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
                hash.AppendData(fresh[left..]);
            }
            else
                hash.AppendData(fresh);
            Bytes += fresh.Length;
        }

        /// <summary>How many bytes at the end belong to a character that the next block completes.</summary>
        private static int IncompleteTail(ReadOnlySpan<byte> bytes)
        {
            for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
            {
                byte b = bytes[^back];
                if (b < 0x80)
                    return 0;
                if (b >= 0xC0)
                    return (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) > back ? back : 0;
            }

            return 0;
        }
    }
}
