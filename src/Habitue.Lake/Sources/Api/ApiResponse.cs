using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Lake.Sources.Api;

/// <summary>Tells a page of JSON from everything else that servers send instead.</summary>
internal static partial class ApiResponse
{
    static ApiResponse() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="ApiFault">The answer is no page.</exception>
    public static ApiAnswer Read(Uri url, HttpResponseMessage response, byte[] body, ApiCredentials credentials, TimeProvider clock, ApiPatience patience)
    {
        if (!response.IsSuccessStatusCode)
            throw Refusal(response, body, credentials, clock, patience);
        return new(url, response.StatusCode == HttpStatusCode.NoContent ? null : Parse(response, body), NextLink(response));
    }

    private static JsonDocument Parse(HttpResponseMessage response, byte[] body)
    {
        ReadOnlyMemory<byte> json = InUtf8(response, body);
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            string? type = response.Content.Headers.ContentType?.MediaType;
            if (type == "text/html" || json.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
                throw new ApiFault($"answers an HTML page{Title(body)}, not JSON; check that the address is that of the API and that it was given its token", cause: e);
            if (IsCutShort(json.Span))
                throw new ApiFault($"sent JSON that ends too early, after {body.Length} bytes", mayPass: true, cause: e);
            if (type is not null && type != "text/plain" && type != "application/octet-stream" && !type.Contains("json", StringComparison.Ordinal))
                throw new ApiFault($"answers {type}, not JSON; save it as a file and give that, or give another address", cause: e);
            throw new ApiFault($"sent no valid JSON: it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; the API has to be put right, or another address given", cause: e);
        }
    }

    private static ReadOnlyMemory<byte> InUtf8(HttpResponseMessage response, byte[] body)
    {
        Encoding encoding = Named(response.Content.Headers.ContentType?.CharSet?.Trim('"'));
        if (encoding.CodePage != Encoding.UTF8.CodePage)
            return Encoding.UTF8.GetBytes(encoding.GetString(body));
        return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsMemory(Encoding.UTF8.Preamble.Length) : body;
    }

    private static Encoding Named(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    /// <summary>All that came is right as far as it goes: a server that closes the connection says no more than that.</summary>
    private static bool IsCutShort(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            bool isMore;
            do
                isMore = reader.Read();
            while (isMore);
            return reader.CurrentDepth > 0 || reader.BytesConsumed < json.Length || json.IsEmpty;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ApiFault Refusal(HttpResponseMessage response, byte[] body, ApiCredentials credentials, TimeProvider clock, ApiPatience patience)
    {
        HttpStatusCode status = response.StatusCode;
        string answer = $"answers {(int)status} {response.ReasonPhrase}".TrimEnd() + Said(response, body, credentials);
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };
        return status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when wait > patience.LongestWait =>
                new($"{answer}, and asks to wait {wait.Value.TotalMinutes:0} minutes; run again after that", status: status),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(answer, mayPass: true, wait, status),
            HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
                new(answer, mayPass: true, status: status),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                answer + (credentials.Any ? "; check the token and what it may read" : $"; put the API's token into the environment variable {ApiSettings.DefaultTokenVariable}, or name another with token_env"), status: status),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new($"{answer}; check the address", status: status),
            _ => new($"{answer}; check address and parameters", status: status),
        };
    }

    /// <summary>What the server itself says about it, when that is a short text.</summary>
    private static string Said(HttpResponseMessage response, byte[] body, ApiCredentials credentials)
    {
        string text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 2000));
        if (response.Content.Headers.ContentType?.MediaType == "text/html" || text.TrimStart().StartsWith('<'))
            return Title(body);
        string line = string.Join(' ', credentials.Scrubbed(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "" : $" ({(line.Length > 200 ? line[..200] + "…" : line)})";
    }

    private static string Title(byte[] html) =>
        HtmlTitle().Match(Encoding.UTF8.GetString(html, 0, Math.Min(html.Length, 4000))) is { Success: true } match
            ? $" ('{match.Groups[1].Value.Trim()}')"
            : "";

    private static string? NextLink(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out IEnumerable<string>? values)
        && RelNext().Match(string.Join(',', values)) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    [GeneratedRegex("<title[^>]*>([^<]{1,100})", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTitle();

    [GeneratedRegex("""<([^>]*)>(?:\s*;\s*(?!rel\b)[^;,]*)*\s*;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)""", RegexOptions.IgnoreCase)]
    private static partial Regex RelNext();
}
