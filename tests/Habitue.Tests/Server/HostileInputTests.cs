using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Habitue.Tests.Server;

/// <summary>
/// All that must do no harm, sent to the whole server: each is answered in a sentence and counted, none by a 500, and in the end the
/// counters say what was sent.
/// </summary>
[Collection<Served>]
public sealed class HostileInputTests(Served served)
{
    private const string Evil = "'; DROP TABLE event_rows; --<script>alert(1)</script>\"";
    /// <summary>Stands in ids for the number of the test, so that what one has sent is no duplicate of another's.</summary>
    private const string Run = "RUN0";

    private static readonly string Track = """{"type":"track","event":"A","userId":"u","timestamp":"2026-01-02T03:04:05Z"}""";
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    /// <param name="Path">Where it is sent.</param>
    /// <param name="Body">What is sent; null for a GET.</param>
    /// <param name="Status">How it is answered.</param>
    /// <param name="Accepted">Events that are taken.</param>
    /// <param name="Rejected">Events that are set aside.</param>
    /// <param name="Refused">By which word the collector counts that it refused the request as a whole.</param>
    private sealed record Hostile(string Path, byte[]? Body, int Status, int Accepted = 0, int Rejected = 0, string? Refused = null)
    {
        public string? Type { get; init; }
        public string? Encoding { get; init; }
        public bool IsStranger { get; init; }

        /// <summary>The web server refuses the address before there is a request that anybody could count or describe.</summary>
        public bool IsNoRequest { get; init; }
    }

    private static readonly Dictionary<string, Hostile> All = new()
    {
        ["malformed JSON"] = new("/v1/batch", Text("{\"batch\":[{]"), 400, Refused: "bad-json"),
        ["malformed JSON in one call"] = new("/v1/track", Text("{\"event\":"), 400, Refused: "bad-json"),
        ["nothing"] = new("/v1/identify", [], 400, Refused: "bad-json"),
        ["an array for an object"] = new("/v1/batch", Text("[1,2]"), 400, Refused: "bad-json"),
        ["wrong types"] = Batch("""{"type":7,"userId":"u"}""", """{"type":"track","event":["A"],"userId":"u"}""", """{"type":"track","event":"A","userId":{"$ne":null}}""", """{"type":"track","event":"A","userId":"u","properties":[1]}""", "null", "[]", "\"text\""),
        ["2,501 events"] = new("/v1/batch", Text($$"""{"batch":[{{string.Join(',', Enumerable.Repeat(Track, 2_501))}}]}"""), 200, Rejected: 2_501),
        ["a 33 KB event"] = new("/v1/track", Text(Track.Replace("\"A\"", $"\"{new string('x', 33 << 10)}\"")), 400, Refused: "too-large"),
        ["a 33 KB event in a batch"] = Batch(Track.Replace("\"A\"", $"\"{new string('x', 33 << 10)}\"")),
        ["a batch of 600 KB"] = new("/v1/batch", Text($$"""{"batch":[],"pad":"{{new string('x', 600_000)}}"}"""), 400, Refused: "too-large"),
        ["deep nesting"] = new("/v1/batch", Text("{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"properties\":" + Nested(20_000) + "}]}"), 400, Refused: "bad-json"),
        ["deep nesting at decide"] = new("/v1/decide", Text("{\"userId\":\"u\",\"placement\":\"hero\",\"context\":" + Nested(5_000) + "}"), 400),
        ["deep nesting at flags"] = new("/ofrep/v1/evaluate/flags", Text("{\"context\":" + Nested(5_000) + "}"), 400),
        ["invalid UTF-8"] = new("/v1/page", [.. "{\"userId\":\"u\",\"name\":\""u8, 0xFF, 0xC0, 0x80, .. "\"}"u8], 200, Rejected: 1),
        ["invalid UTF-8 as an id"] = new("/v1/page", [.. "{\"userId\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], 200, Rejected: 1),
        ["invalid UTF-8 as a key"] = new("/v1/page", [.. "{\"userId\":\"u\",\"writeKey\":\""u8, 0xFF, .. "\"}"u8], 401, Refused: "unknown-key") { IsStranger = true },
        ["a bare NUL"] = new("/v1/page", [.. "{\"userId\":\"u"u8, 0, .. "\"}"u8], 400, Refused: "bad-json"),
        ["an escaped NUL"] = new("/v1/page", Text("""{"userId":"nul\u0000nul","name":"\u0000","messageId":"RUN0 nul\u0000"}"""), 200, Accepted: 1),
        ["half a surrogate"] = new("/v1/page", Text("""{"userId":"half\ud800","name":"\udc00","messageId":"RUN0 half\ud800"}"""), 200, Accepted: 1),
        ["the years 1 and 9999"] = Batch(Track.Replace("2026-01-02", "0001-01-01"), Track.Replace("2026-01-02", "9999-12-31"), Track.Replace("\"2026-01-02T03:04:05Z\"", "-62135596800001"), Track.Replace("\"2026-01-02T03:04:05Z\"", "9223372036854775807"),
            Track.Replace("\"2026-01-02T03:04:05Z\"", "\"0001-01-01T00:00:00Z\",\"sentAt\":\"9999-12-31T23:59:59Z\"")),
        ["the years 1 and 9999 in history"] = new("/v1/import", Text($$"""{"batch":[{{Track.Replace("2026-01-02", "0001-01-01")}},{{Track.Replace("2026-01-02", "9999-12-31")}}]}"""), 200, Rejected: 2),
        ["ids of 10,000 characters"] = Batch(Track.Replace("\"u\"", $"\"{new string('i', 10_000)}\""), Track.Replace("}", $",\"messageId\":\"{new string('m', 10_000)}\"}}"), Track.Replace("}", $",\"anonymousId\":\"{new string('a', 10_000)}\"}}"),
            $$"""{"type":"alias","userId":"u","previousId":"{{new string('p', 10_000)}}"}""", $$"""{"type":"group","userId":"u","groupId":"{{new string('g', 10_000)}}"}"""),
        ["an id of 10,000 characters at decide"] = new("/v1/decide", Text($$"""{"userId":"{{new string('i', 10_000)}}","placement":"hero"}"""), 400),
        ["a name of 10,000 characters in an address"] = new("/v1/customers/" + new string('i', 7_000), null, 400),
        ["an unknown write key"] = new("/v1/batch", Text($$"""{"writeKey":"wk_guessed","batch":[{{Track}}]}"""), 401, Refused: "unknown-key") { IsStranger = true },
        ["no key at decide"] = new("/v1/decide", Text("""{"userId":"u","placement":"hero"}"""), 401) { IsStranger = true },
        ["SQL and script in every field"] = new("/v1/track", Text(EvilEvent()), 200, Accepted: 1),
        ["SQL and script, set aside"] = new("/v1/track", Text(EvilEvent().Replace("\"event\":", "\"no\":")), 200, Rejected: 1),
        ["SQL as a customer"] = new("/v1/customers/" + Uri.EscapeDataString("' OR '1'='1"), null, 404),
        ["a path as a customer"] = new("/v1/customers/..%2f..%2fetc%2fpasswd", null, 404),
        ["NUL in an address"] = new("/v1/customers/%00", null, 400) { IsNoRequest = true },
        ["a decision for an unknown customer"] = new("/v1/decide", Text("""{"userId":"nobody knows them","placement":"hero"}"""), 200),
        ["a decision for an unknown placement"] = new("/v1/decide", Text("""{"userId":"u","placement":"nowhere"}"""), 404),
        ["a decision for SQL and script"] = new("/v1/decide", Text($$"""{"userId":"{{Json(Evil)}}","placement":"{{Json(Evil)}}","context":{"{{Json(Evil)}}":"{{Json(Evil)}}"} }"""), 404),
        ["wrong types at decide"] = new("/v1/decide", Text("""{"userId":["u"],"placement":{"a":1},"consent":7}"""), 400),
        ["no object at decide"] = new("/v1/decide", Text("7"), 400),
        ["100 KB at decide"] = new("/v1/decide", Text($$"""{"userId":"u","placement":"hero","context":{"a":"{{new string('x', 100_000)}}"} }"""), 413),
        ["an unknown flag"] = new("/ofrep/v1/evaluate/flags/nowhere", Text("""{"context":{"targetingKey":"u"}}"""), 404),
        ["no JSON at flags"] = new("/ofrep/v1/evaluate/flags", Text("<xml/>"), 400),
        ["a bomb"] = new("/v1/batch", Packed(new byte[50 << 20]), 400, Refused: "too-large") { Encoding = "gzip" },
        ["no gzip"] = new("/v1/batch", Text("no gzip"), 400, Refused: "bad-encoding") { Encoding = "gzip" },
        ["an unknown encoding"] = new("/v1/batch", Text("{}"), 400, Refused: "bad-encoding") { Encoding = "lzma" },
        ["no CloudEvent"] = new("/v1/cloudevents", Text("{}"), 400, Refused: "bad-json") { Type = "application/cloudevents+json" },
        ["a CloudEvent of no JSON"] = new("/v1/cloudevents", Text("{"), 400, Refused: "bad-json") { Type = "application/cloudevents-batch+json" },
        ["a pixel of nothing"] = new("/v1/pixel/track?data=%21%21%21", null, 400, Refused: "bad-pixel"),
        ["a form without a boundary"] = new("/sign-in", Text("name=x"), 400) { Type = "multipart/form-data" },
        ["a form that breaks off"] = new("/sign-in", Text("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx"), 400) { Type = "multipart/form-data; boundary=b" },
        ["no address"] = new("/v1/" + Uri.EscapeDataString(Evil), null, 404),
        ["a number that is none"] = new("/v1/customers/u/recommendations?count=1e99", null, 400),
        ["a merge that is none"] = new("/v1/merges/99999999999999999999/undo?why=x", Text(""), 404),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_answered_in_a_sentence_and_counted(string name)
    {
        var hostile = All[name];
        var before = await served.Counted();

        using var answer = await Send(hostile, run: 1);

        var body = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(hostile.Status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {body}");
        // OFREP has words of its own.
        if (hostile.Status >= 400 && !hostile.Path.StartsWith("/ofrep", StringComparison.Ordinal) && !hostile.IsNoRequest)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", body, StringComparison.Ordinal);
        var counted = await served.CountedSince(before, hostile.IsNoRequest ? 0 : 1);
        Assert.Equal((hostile.Accepted, 0, hostile.Rejected), (counted.Accepted, counted.Duplicate, counted.Rejected));
        Assert.Equal(hostile.Refused is { } reason ? [KeyValuePair.Create(reason, 1L)] : [], counted.Refused);
        Assert.Equal(hostile.IsNoRequest ? [] : [KeyValuePair.Create((int)answer.StatusCode, 1L)], counted.Answered);
    }

    [Fact]
    public async Task All_of_them_at_once_twice_and_the_counters_say_what_was_sent()
    {
        var before = await served.Counted();
        var ledger = new Dictionary<int, long>();
        foreach (var _ in Enumerable.Range(0, 2))
            foreach (var group in All.Values.Chunk(12))
                foreach (var (told, hostile) in await Task.WhenAll(group.Select(async hostile => { using var answer = await Send(hostile, run: 2); return ((int)answer.StatusCode, hostile); })))
                {
                    Assert.Equal(hostile.Status, told);
                    if (!hostile.IsNoRequest) ledger[told] = ledger.GetValueOrDefault(told) + 1;
                }

        var counted = await served.CountedSince(before, ledger.Values.Sum());
        var (accepted, rejected) = (All.Values.Sum(one => one.Accepted), All.Values.Sum(one => one.Rejected));
        // What was accepted is a duplicate the second time, and sent = accepted + duplicate + rejected.
        Assert.Equal((accepted, accepted, 2 * rejected), (counted.Accepted, counted.Duplicate, counted.Rejected));
        Assert.Equal(ledger.OrderBy(one => one.Key), counted.Answered);
        Assert.Equal(All.Values.Where(one => one.Refused is not null).GroupBy(one => one.Refused!, (reason, all) => KeyValuePair.Create(reason, 2L * all.Count())).OrderBy(one => one.Key, StringComparer.Ordinal), counted.Refused);
    }

    [Fact]
    public async Task A_body_without_an_end_is_cut_off()
    {
        foreach (var (room, status) in ((string, string)[])[("/v1/batch", "400"), ("/v1/track", "400"), ("/v1/decide", "413"), ("/ofrep/v1/evaluate/flags", "400")])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(served.Client.BaseAddress!.Host, served.Client.BaseAddress.Port, cancel);
            var stream = client.GetStream();
            await stream.WriteAsync(Text($"POST {room} HTTP/1.1\r\nHost: habitue\r\nX-API-Key: {served.ReadKey}\r\nAuthorization: Basic {Convert.ToBase64String(Text(served.WriteKey + ":"))}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n"), cancel);
            var answer = new StreamReader(stream, Encoding.ASCII).ReadLineAsync(cancel).AsTask();
            var sent = 0L;
            // A billion keys would be 20 GB; what is not cut off long before then is not cut off at all.
            for (var key = 0; !answer.IsCompleted && sent < 64 << 20; key += 500)
            {
                var keys = string.Concat(Enumerable.Range(key, 500).Select(k => $"\"k{k:000000000}\":1,"));
                try
                {
                    await stream.WriteAsync(Text($"{keys.Length:x}\r\n{keys}\r\n"), cancel);
                    sent += keys.Length;
                }
                catch (IOException)
                {
                    break;   // it was cut off while we wrote
                }
            }

            Assert.StartsWith($"HTTP/1.1 {status} ", await answer, StringComparison.Ordinal);
            Assert.InRange(sent, 1, 16 << 20);
        }
    }

    [Fact]
    public async Task SQL_and_script_are_shown_escaped_wherever_they_are_shown()
    {
        using (await Send(All["SQL and script in every field"], run: 3)) { }
        using (await Send(All["SQL and script, set aside"], run: 3)) { }
        var id = Uri.EscapeDataString(Evil);
        await Until.True(async () => (await served.Read($"/v1/customers/{id}")) is var (status, profile) && status == HttpStatusCode.OK && profile.TryGetProperty("events", out var events) && events.GetArrayLength() > 0, "the event is in the warehouse");
        await Until.True(async () => (await served.Read("/v1/rejected?rule=missing-field")).Body.GetProperty("count").GetInt64() > 0, "the rejected event is in the quarantine");
        using var browser = new HttpClient { BaseAddress = served.Client.BaseAddress };
        using (await browser.GetAsync(served.DashboardWithPass, cancel)) { }
        foreach (var page in new[] { "/", "/customers?search=" + id, "/customers/" + id, "/sales?country=" + id, "/segments", "/sign-in?to=" + id })
        {
            using var answer = await browser.GetAsync(page, cancel);
            var html = await answer.Content.ReadAsStringAsync(cancel);
            Assert.True((int)answer.StatusCode < 500, $"{page}: {(int)answer.StatusCode}");
            Assert.Contains("text/html", answer.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert(1)", html, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var address in new[] { "/v1/customers/" + id, $"/v1/customers/{id}/live", $"/v1/customers/{id}/merges", $"/v1/customers/{id}/recommendations", "/v1/rejected", "/v1/live" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-API-Key", served.ReadKey } } };
            using var answer = await served.Client.SendAsync(request, cancel);
            var json = await answer.Content.ReadAsStringAsync(cancel);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {json}");
            Assert.StartsWith("application/json", answer.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert(1)", json, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_catalogue_with_a_cycle_is_refused_in_a_sentence_and_the_old_one_decides_on()
    {
        foreach (var (file, named) in ((string, string)[])
        [
            ("conditions:\n  a: b\n  b: a\n" + Served.Decisions, "a → b → a"),
            (Served.Decisions.Replace("placements:\n", "placements:\n  one: { offers: [tea], then: two }\n  two: { offers: [tea], then: one }\n"), "one → two → one"),
        ])
        {
            await File.WriteAllTextAsync(served.DecisionsFile, file, cancel);
            string? problem = null;
            await Until.True(async () => (problem = await Problem()) is not null && problem.Contains(named, StringComparison.Ordinal), $"the circle {named} is told");
            using var decided = await Send(All["a decision for an unknown customer"], run: 4);
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
            Assert.Contains("\"tea\"", await decided.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(served.DecisionsFile, Served.Decisions + "\n", cancel);
        await Until.True(async () => await Problem() is null, "the mended file is taken");
    }

    private async Task<string?> Problem()
    {
        var problems = (await served.Read("/v1/decisions/catalogue")).Body.GetProperty("problems");
        return problems.GetArrayLength() == 0 ? null : problems[0].GetString();
    }

    private async Task<HttpResponseMessage> Send(Hostile hostile, int run)
    {
        using var request = new HttpRequestMessage(hostile.Body is null ? HttpMethod.Get : HttpMethod.Post, hostile.Path);
        if (!hostile.IsStranger)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Text(served.WriteKey + ":")));
            request.Headers.Add("X-API-Key", served.ReadKey);
        }

        if (hostile.Body is not null)
        {
            request.Content = new ByteArrayContent(Numbered(hostile.Body, run));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", hostile.Type ?? "application/json");
            if (hostile.Encoding is not null) request.Content.Headers.ContentEncoding.Add(hostile.Encoding);
        }

        return await served.Client.SendAsync(request, cancel);
    }

    private static byte[] Numbered(byte[] body, int run)
    {
        var numbered = body.ToArray();
        var at = numbered.AsSpan().IndexOf(Text(Run));
        if (at >= 0) Text($"{run:0000}").CopyTo(numbered, at);
        return numbered;
    }

    private static Hostile Batch(params string[] rejected) => new("/v1/batch", Text($$"""{"batch":[{{string.Join(',', rejected)}}]}"""), 200, Rejected: rejected.Length);

    private static string EvilEvent() =>
        $$"""{"type":"track","event":"{{Json(Evil)}}","userId":"{{Json(Evil)}}","anonymousId":"{{Json(Evil)}}","messageId":"RUN0 {{Json(Evil)}}","timestamp":"2026-01-02T03:04:05Z","channel":"{{Json(Evil)}}","context":{"ip":"{{Json(Evil)}}","userAgent":"{{Json(Evil)}}","page":{"path":"{{Json(Evil)}}"},"{{Json(Evil)}}":1},"properties":{"order_id":"{{Json(Evil)}}","product_id":"{{Json(Evil)}}","query":"{{Json(Evil)}}","{{Json(Evil)}}":"{{Json(Evil)}}"} }""";

    private static string Json(string text) => text.Replace("\"", "\\\"");

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
