using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Habitue.Collector;
using Habitue.Live;

namespace Habitue.Tests.Collector;

/// <summary>Whatever is sent, the answer says what was wrong, is counted, and is never that the server broke.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("", "no JSON")]
    [InlineData("[1,2]", "no JSON object")]
    [InlineData("""{"batch":{}}""", "must be one array")]
    [InlineData("""{"nothing":1}""", "no member batch")]
    [InlineData("""{"batch":[{"type":"track","event":"A","userId":"u"}]} x""", "no JSON")]
    public async Task What_is_no_batch_is_answered_by_problem_json(string body, string words)
    {
        await using CollectorServer server = await CollectorServer.Start();
        (HttpStatusCode status, string problem) = await server.Post("/v1/batch", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(words, JsonElement.Parse(problem).GetProperty("detail").GetString());
        Assert.Empty(await server.Logged());
    }

    public static TheoryData<string, string, string?> Events => new()
    {
        { "1", "not-an-object", null },
        { """{"type":"purchase","userId":"u"}""", "unknown-type", "type" },
        { """{"type":7,"userId":"u"}""", "unknown-type", "type" },
        { """{"type":"track","event":"A"}""", "missing-id", "userId" },
        { """{"type":"track","event":"A","userId":""}""", "missing-id", "userId" },
        { """{"type":"track","event":"A","userId":{"$ne":null}}""", "wrong-type", "userId" },
        { """{"type":"track","event":["A"],"userId":"u"}""", "wrong-type", "event" },
        { """{"type":"track","event":"A","userId":"u","properties":[1]}""", "wrong-type", "properties" },
        { """{"type":"track","event":"A","userId":"u","context":"x"}""", "wrong-type", "context" },
        { """{"type":"track","event":"A","userId":"u","userId":"v"}""", "repeated-field", "userId" },
        { """{"type":"track","event":"A","userId":"u","timestamp":"yesterday"}""", "unparsable-time", "timestamp" },
        { """{"type":"track","event":"A","userId":"u","timestamp":"0001-01-01T00:00:00Z"}""", "impossible-time", "timestamp" },
        { """{"type":"track","event":"A","userId":"u","timestamp":"9999-12-31T23:59:59Z"}""", "impossible-time", "timestamp" },
        { """{"type":"track","event":"A","userId":"u","timestamp":"0001-01-01T00:00:00Z","sentAt":"9999-12-31T23:59:59Z"}""", "impossible-time", "timestamp" },
        { $$"""{"type":"track","event":"A","userId":"{{new string('x', 10_000)}}"}""", "too-long", "userId" },
        { $$"""{"type":"track","event":"A","userId":"u","messageId":"{{new string('m', 101)}}"}""", "too-long", "messageId" },
        { $$"""{"type":"group","groupId":"{{new string('g', 501)}}","userId":"u"}""", "too-long", "groupId" },
        { """{"type":"track","event":"A","userId":"u","properties":{"p":"LONG"}}""".Replace("LONG", new string('x', 33 << 10)), "too-large", null },
        { """{"type":"group","userId":"u"}""", "missing-field", "groupId" },
        { """{"type":"alias","previousId":"p"}""", "missing-field", "userId" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public async Task A_bad_event_is_rejected_with_its_reason_and_the_good_one_beside_it_is_kept(string json, string code, string? field)
    {
        await using CollectorServer server = await CollectorServer.Start();
        JsonElement answer = await server.Strict("/v1/batch", $$"""{"batch":[{{json}},{"type":"page","anonymousId":"good"}]}""");
        JsonElement result = answer.GetProperty("results")[0];
        Assert.Equal(("rejected", code, field), (result.GetProperty("status").GetString(), result.GetProperty("code").GetString(), result.GetProperty("field").GetString()));
        Assert.Equal("good", Assert.Single(await server.Logged()).GetProperty("anonymousId").GetString());
        Assert.Equal(json, Assert.Single(await server.Rejected()).GetProperty("original").GetString());
        Assert.Equal((2, 1, 0, 1), (server.Totals.Sent, server.Totals.Accepted, server.Totals.Duplicate, server.Totals.Rejected));
    }

    [Fact]
    public async Task A_batch_of_2501_is_rejected_as_a_whole_and_2500_are_taken()
    {
        await using CollectorServer server = await CollectorServer.Start();
        string Batch(int events) => $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, events).Select(i => $$"""{"type":"page","anonymousId":"a{{i}}","messageId":"{{events}}-{{i}}"}"""))}}]}""";
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/batch", Batch(2_501))).Status);
        Assert.Empty(await server.Logged());
        JsonElement answer = await server.Strict("/v1/batch", Batch(2_501));
        Assert.Equal((2_501, "too-many"), (answer.GetProperty("rejected").GetInt32(), answer.GetProperty("results")[0].GetProperty("code").GetString()));
        Assert.Equal(2_500, (await server.Strict("/v1/batch", Batch(2_500))).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Too_large_a_body_is_refused_packed_or_not()
    {
        await using CollectorServer server = await CollectorServer.Start();
        string large = $$"""{"batch":[],"pad":"{{new string('x', 600_000)}}"}""";
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/v1/batch", large)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Post("/v1/batch?strict=1", large)).Status);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[200 << 20]);
        using var bomb = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("/v1/batch", bomb, TestContext.Current.CancellationToken)).StatusCode);
        using var noGzip = new ByteArrayContent([1, 2, 3]) { Headers = { ContentEncoding = { "gzip" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("/v1/batch", noGzip, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Deep_nesting_and_very_many_keys_do_no_harm()
    {
        await using CollectorServer server = await CollectorServer.Start();
        string nested = string.Concat(Enumerable.Repeat("{\"a\":", 20_000)) + "1" + new string('}', 20_000);
        string deep = """{"batch":[{"type":"page","anonymousId":"a","properties":NESTED}]}""".Replace("NESTED", nested);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/v1/batch", deep)).Status);
        string keys = $$"""{"batch":[{"type":"page","anonymousId":"a",{{string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"k{i}\":1"))}}}]}""";
        Assert.Equal("too-large", (await server.Strict("/v1/batch", keys)).GetProperty("results")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_rejected_and_characters_that_no_text_can_hold_are_replaced()
    {
        await using CollectorServer server = await CollectorServer.Start();
        byte[] broken = [.. "{\"batch\":[{\"type\":\"page\",\"anonymousId\":\"a\",\"name\":\"x"u8, 0xFF, 0xFE, .. "\"},{\"type\":\"page\",\"anonymousId\":\"b\",\"name\":\"nul\\u0000 half\\ud83d \\ud83d\\ude00 back\\\\u0000\"}]}"u8];
        using var content = new ByteArrayContent(broken);
        using HttpResponseMessage answer = await server.Client.PostAsync("/v1/batch?strict=1", content, TestContext.Current.CancellationToken);
        JsonElement list = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("invalid-utf8", list.GetProperty("results")[0].GetProperty("code").GetString());
        CustomerEvent kept = CustomerEvent.Read(Encoding.UTF8.GetBytes(Assert.Single(await server.Logged()).GetRawText()));
        Assert.Equal("nul\uFFFD half\uFFFD \U0001F600 back\\u0000", kept.Name);
        using var nul = new ByteArrayContent([.. "{\"batch\":[{\"type\":\"page\",\"name\":\"a"u8, 0, .. "\"}]}"u8]);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("/v1/batch", nul, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Sql_and_script_go_through_as_the_text_that_they_are()
    {
        await using CollectorServer server = await CollectorServer.Start();
        const string evil = "'; DROP TABLE event_rows; --<script>alert(1)</script>\\\"";
        string json = JsonSerializer.Serialize(new { userId = evil, @event = evil, messageId = "m" + evil, properties = new Dictionary<string, string> { [evil] = evil } });
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/track", json)).Status);
        CustomerEvent got = CustomerEvent.Read(Encoding.UTF8.GetBytes(Assert.Single(await server.Logged()).GetRawText()));
        Assert.Equal((evil, evil, "m" + evil, evil), (got.UserId, got.Name, got.MessageId, got.Property(evil)));
    }

    [Fact]
    public async Task Half_a_request_is_no_event_and_the_next_client_is_served()
    {
        await using CollectorServer server = await CollectorServer.Start();
        Uri address = server.Client.BaseAddress!;
        using (var half = new TcpClient())
        {
            await half.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            await half.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/batch?writeKey={server.WriteKey} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{\"batch\":[{{\"type\":\"page\""), TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/page", """{"anonymousId":"a"}""")).Status);
        Assert.Single(await server.Logged());
        Assert.Equal(1, server.Totals.Sent);
    }

    [Fact]
    public async Task More_bodies_than_allowed_at_once_are_told_to_come_later()
    {
        await using CollectorServer server = await CollectorServer.Start(limits: new CollectorSettings { MostBytesInFlight = 100 });
        using var content = new StringContent("""{"batch":[]}""");
        using HttpResponseMessage answer = await server.Client.PostAsync("/v1/batch", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-RateLimit-Reset")));
    }
}
