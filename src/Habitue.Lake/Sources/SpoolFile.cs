using System.Security.Cryptography;
using System.Text;

namespace Habitue.Lake.Sources;

/// <summary>
/// A file that a source is writing into the spool folder. Disposed without <see cref="Keep"/> it is deleted, so a
/// fetch that breaks half way leaves nothing behind. A disk that is full is told as a sentence about the address.
/// </summary>
internal sealed class SpoolFile : Stream
{
    private readonly FileStream file;
    private readonly string address;
    private bool kept;

    public SpoolFile(SourceContext context, string address, string extension)
    {
        this.address = address;
        file = OnDisk(() =>
        {
            Directory.CreateDirectory(context.SpoolFolder);
            return CreateNew(Path.Combine(context.SpoolFolder, NameFor(address)), extension);
        });
    }

    public string LocalPath => file.Name;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException("A spool file is written from front to end.");
    }

    /// <summary>Everything is written: closes the file and leaves it to whoever loads it.</summary>
    public void Keep()
    {
        OnDisk(file.Dispose);
        kept = true;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (IOException e)
        {
            throw CannotWrite(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => OnDisk(file.Flush);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !kept)
        {
            // Deleted first: closing may want to write what is buffered and fail again on a full disk.
            File.Delete(file.Name);
            try
            {
                file.Dispose();
            }
            catch (IOException e)
            {
                throw CannotWrite(e);
            }
            finally
            {
                kept = true;
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>A name that tells a person where the rows come from, and differs between addresses.</summary>
    private static string NameFor(string address)
    {
        string readable = new([.. address.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..10];
        return $"{readable[Math.Max(0, readable.Length - 40)..].Trim('-')}-{hash}";
    }

    private static FileStream CreateNew(string stem, string extension)
    {
        for (int i = 1; ; i++)
        {
            string path = i == 1 ? stem + extension : $"{stem}-{i}{extension}";
            if (!File.Exists(path))
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
            }
        }
    }

    private void OnDisk(Action action) => OnDisk(() =>
    {
        action();
        return true;
    });

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(e);
        }
    }

    private SourceException CannotWrite(Exception e) => new(
        address,
        $"cannot be written to the spool folder ({e.Message.TrimEnd('.')}); free some space there or give another home with --home",
        e);
}
