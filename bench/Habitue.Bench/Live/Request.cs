using System.Globalization;
using System.Text;

namespace Habitue.Bench.Live;

/// <summary>
/// A request whose bytes are made once. Before each sending only the numbers in its message ids and visitors are written over,
/// so that the generator costs next to nothing beside the server.
/// </summary>
internal sealed class Request
{
    private const int Digits = 12;

    /// <summary>An event as a shop's page sends it.</summary>
    private const string Event = """
        {"type":"track","event":"Product Viewed","messageId":"node-next-#MESSAGE#-5f1c9e2a","anonymousId":"visitor-#MESSAGE#","userId":null,"timestamp":"2026-11-20T10:11:12.345Z","channel":"web","properties":{"product_id":"P#PRODUCT#","name":"Thing number #PRODUCT#","category":"things","price":#PRICE#.99,"currency":"EUR","quantity":1},"context":{"page":{"path":"/products/#PRODUCT#","title":"Thing"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","locale":"en-GB","library":{"name":"bench","version":"1.0"}}}
        """;

    private readonly byte[] bytes;
    private readonly int[] ids;
    private readonly int[] visitors;

    public Request(string path, string authorization, int events)
    {
        string One(int i) => Event.Replace("#MESSAGE#", i.ToString("D12")).Replace("#PRODUCT#", (i % 997).ToString("D4")).Replace("#PRICE#", (i % 90).ToString());
        string now = "2026-11-20T10:11:12.345Z";
        string body = events == 1 ? One(0)[..^1] + $",\"sentAt\":\"{now}\"}}" : $"{{\"batch\":[{string.Join(',', Enumerable.Range(0, events).Select(One))}],\"sentAt\":\"{now}\"}}";
        string head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        bytes = Encoding.ASCII.GetBytes(head + body);
        BodyBytes = body.Length;
        Body = Encoding.ASCII.GetBytes(body);
        ids = [.. Places("\"messageId\":\"node-next-")];
        visitors = [.. Places("\"anonymousId\":\"visitor-")];
        Events = events;
    }

    public int Events { get; }
    public int BodyBytes { get; }
    public byte[] Body { get; }

    /// <summary>The bytes, with message ids from a number on and each event of another visitor among 50,000.</summary>
    public ReadOnlySpan<byte> Numbered(long from)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            Write(ids[i], from + i);
            Write(visitors[i], (from + i) * 7919 % 50_000);
        }

        return bytes;
    }

    /// <summary>The same with a number of its own for each event.</summary>
    public ReadOnlySpan<byte> Numbered(ReadOnlySpan<long> numbers)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            Write(ids[i], numbers[i]);
            Write(visitors[i], numbers[i] * 7919 % 50_000);
        }

        return bytes;
    }

    public static string IdOf(long number) => $"node-next-{number.ToString("D12", CultureInfo.InvariantCulture)}-5f1c9e2a";

    private void Write(int at, long number)
    {
        for (int i = Digits - 1; i >= 0; i--, number /= 10)
            bytes[at + i] = (byte)('0' + number % 10);
    }

    private IEnumerable<int> Places(string before)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(before);
        for (int at = 0; bytes.AsSpan(at).IndexOf(wanted) is >= 0 and int found; at += found + 1)
            yield return at + found + wanted.Length;
    }
}
