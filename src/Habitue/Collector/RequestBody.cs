using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>The body of a request in a rented buffer, unpacked when it came packed; bounded, also all together.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly BodyBudget budget;
    private byte[] buffer;
    private long taken;

    private RequestBody(BodyBudget budget) => (this.budget, buffer) = (budget, []);

    public int Length { get; private set; }
    public Span<byte> Bytes => buffer.AsSpan(0, Length);

    /// <exception cref="BodyTooLargeException">It has more bytes than allowed, packed or unpacked.</exception>
    /// <exception cref="BodyBudgetException">All bodies together are too much at the moment.</exception>
    /// <exception cref="InvalidDataException">It says that it is packed, and it is not.</exception>
    public static async ValueTask<RequestBody> Read(HttpRequest request, int most, BodyBudget budget, CancellationToken cancel)
    {
        if (request.ContentLength > most)
            throw new BodyTooLargeException(most);
        var body = new RequestBody(budget);
        try
        {
            await body.Fill(request, most, cancel);
            if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                body.Unpack(encoding, most);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public static RequestBody Of(ReadOnlySpan<byte> bytes, BodyBudget budget)
    {
        var body = new RequestBody(budget);
        body.Grow(bytes.Length);
        bytes.CopyTo(body.buffer);
        body.Length = bytes.Length;
        return body;
    }

    private async ValueTask Fill(HttpRequest request, int most, CancellationToken cancel)
    {
        Grow((int)(request.ContentLength ?? 4096));
        while (true)
        {
            ReadResult read = await request.BodyReader.ReadAsync(cancel);
            if (Length + read.Buffer.Length > most)
                throw new BodyTooLargeException(most);
            Grow((int)(Length + read.Buffer.Length));
            read.Buffer.CopyTo(buffer.AsSpan(Length));
            Length += (int)read.Buffer.Length;
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private void Unpack(string encoding, int most)
    {
        using var packed = new MemoryStream(buffer, 0, Length);
        using Stream unpacking = encoding.ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            _ => throw new InvalidDataException($"the content encoding {encoding} is not known here; use gzip"),
        };
        byte[] old = buffer;
        (buffer, Length) = ([], 0);
        try
        {
            Grow(Math.Min(most, old.Length * 4));
            while (unpacking.Read(buffer, Length, buffer.Length - Length) is > 0 and int read)
            {
                Length += read;
                if (Length > most)
                    throw new BodyTooLargeException(most);
                if (Length == buffer.Length)
                    Grow(Length * 2);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }

    private void Grow(int bytes)
    {
        if (bytes <= buffer.Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, 1024));
        budget.Take(larger.Length);
        taken += larger.Length;
        buffer.AsSpan(0, Length).CopyTo(larger);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    public void Dispose()
    {
        budget.Give(taken);
        taken = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}

/// <summary>How much all bodies that are being read may take.</summary>
internal sealed class BodyBudget(long most)
{
    private long taken;

    public void Take(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= most)
            return;
        Interlocked.Add(ref taken, -bytes);
        throw new BodyBudgetException();
    }

    public void Give(long bytes) => Interlocked.Add(ref taken, -bytes);
}

internal sealed class BodyTooLargeException(int most) : Exception($"The body has more than {most} bytes.");

internal sealed class BodyBudgetException() : Exception("Too much is being received at the moment.");
