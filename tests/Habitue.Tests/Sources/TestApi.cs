using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Habitue.Tests.Sources;

/// <summary>What a request asked for: its path with the query, and its headers.</summary>
public sealed record TestRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    public string? Parameter(string name) => Target.Split('?', 2).ElementAtOrDefault(1)?.Split('&')
        .Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault();
}

/// <summary>What the server does about it, right or wrong.</summary>
public sealed record TestReply(string Body = "", int Status = 200)
{
    public byte[]? Bytes { get; init; }

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Sends so many bytes of the body that it announced, then hangs up.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Leaves out the length, so that hanging up looks like the end.</summary>
    public bool HidesLength { get; init; }

    /// <summary>Hangs up without a word.</summary>
    public bool HangsUp { get; init; }

    /// <summary>Keeps the line open and says nothing (more).</summary>
    public bool GoesSilent { get; init; }

    public static implicit operator TestReply(string body) => new(body);

    public static TestReply Gzip(string body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        return new TestReply { Bytes = packed.ToArray(), Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } };
    }
}

/// <summary>A server on this machine, written on bare sockets because real servers refuse to misbehave.</summary>
public sealed class TestApi : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<TestRequest, TestReply> answer;
    private readonly ConcurrentBag<TcpClient> open = [];
    private readonly Lazy<X509Certificate2> certificate = new(SelfSigned);

    public TestApi(Func<TestRequest, TestReply> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>One reply after the other, the last one for ever.</summary>
    public TestApi(params TestReply[] replies) : this(Queue(replies))
    {
    }

    public ConcurrentQueue<TestRequest> Requests { get; } = [];

    /// <summary>Speaks TLS with a certificate that nobody trusts.</summary>
    public bool Encrypts { get; init; }

    public string Host => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public string Url(string target) => $"http://{Host}{target}";

    public void Dispose()
    {
        listener.Dispose();
        foreach (TcpClient client in open)
            client.Dispose();
    }

    private static Func<TestRequest, TestReply> Queue(TestReply[] replies)
    {
        int next = 0;
        return _ => replies[Math.Min(Interlocked.Increment(ref next), replies.Length) - 1];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            listener.Stop();
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        open.Add(client);
        using Stream? stream = await OpenAsync(client.GetStream());
        if (stream is null)
            return;
        if (await ReadAsync(stream) is not { } request)
            return;
        Requests.Enqueue(request);
        TestReply reply = answer(request);
        if (!reply.HangsUp)
            await WriteAsync(stream, reply);
        if (reply.GoesSilent)
            await stream.CopyToAsync(Stream.Null);
        client.Dispose();
    }

    private async Task<Stream?> OpenAsync(NetworkStream plain)
    {
        if (!Encrypts)
            return plain;
        var safe = new SslStream(plain);
        try
        {
            await safe.AuthenticateAsServerAsync(certificate.Value);
            return safe;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await safe.DisposeAsync();
            return null;
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create();
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2124, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static async Task<TestRequest?> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync() is not { } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            headers[line.Split(':', 2)[0]] = line.Split(':', 2)[1].Trim();
        return new(first.Split(' ')[1], headers);
    }

    private static async Task WriteAsync(Stream stream, TestReply reply)
    {
        byte[] body = reply.Bytes ?? Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} {(HttpStatusCode)reply.Status}\r\nConnection: close\r\nContent-Type: {reply.ContentType}\r\n");
        if (!reply.HidesLength)
            head.Append($"Content-Length: {body.Length}\r\n");
        foreach ((string name, string value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()));
        await stream.WriteAsync(body.AsMemory(0, reply.CutAfter ?? body.Length));
        await stream.FlushAsync();
    }
}
