using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Habitue.Live;
using Habitue.Tests.Log;

namespace Habitue.Tests.Collector;

/// <summary>What the wire formats promise, event by event.</summary>
public sealed class CollectorTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 10, TimeSpan.Zero);

    [Theory]
    [InlineData("/v1/identify", """{"userId":"u1","traits":{"plan":"pro"}}""", CallType.Identify, null)]
    [InlineData("/v1/track", """{"userId":"u1","event":"Product Viewed","properties":{"price":3}}""", CallType.Track, "Product Viewed")]
    [InlineData("/v1/page", """{"anonymousId":"a1","name":"Home"}""", CallType.Page, "Home")]
    [InlineData("/v1/screen", """{"anonymousId":"a1","name":"Cart"}""", CallType.Screen, "Cart")]
    [InlineData("/v1/group", """{"userId":"u1","groupId":"g1"}""", CallType.Group, null)]
    [InlineData("/v1/alias", """{"userId":"u1","previousId":"a1"}""", CallType.Alias, null)]
    [InlineData("/v1/t", """{"userId":"u1","event":"X"}""", CallType.Track, "X")]
    [InlineData("/v1/p", """{"anonymousId":"a1"}""", CallType.Page, null)]
    [InlineData("/v1/i", """{"userId":"u1"}""", CallType.Identify, null)]
    [InlineData("/v1/s", """{"anonymousId":"a1","name":"Cart"}""", CallType.Screen, "Cart")]
    [InlineData("/v1/g", """{"userId":"u1","groupId":"g1"}""", CallType.Group, null)]
    [InlineData("/v1/a", """{"userId":"u1","previousId":"a1"}""", CallType.Alias, null)]
    public async Task Each_call_arrives_as_what_it_is(string path, string json, CallType type, string? name)
    {
        await using CollectorServer server = await CollectorServer.Start();
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), await server.Post(path, json));
        CustomerEvent got = CustomerEvent.Read(Encoding.UTF8.GetBytes(Assert.Single(await server.Logged()).GetRawText()));
        Assert.Equal((type, name), (got.Type, got.Name));
        Assert.StartsWith("made-", got.MessageId);
    }

    [Fact]
    public async Task The_clients_clock_is_corrected_by_when_it_sent()
    {
        await using CollectorServer server = await CollectorServer.Start(new HandClock(Now));
        await server.Post("/v1/batch", """
            {"batch":[{"type":"track","event":"A","userId":"u","messageId":"1","timestamp":"2026-05-04T13:59:00.000+02:00"},
                      {"type":"track","event":"B","userId":"u","messageId":"2","originalTimestamp":"2026-05-04T11:00:00.000Z","sentAt":"2026-05-04T11:00:30.000Z"},
                      {"type":"track","event":"C","userId":"u","messageId":"3"}],
             "sentAt":"2026-05-04T12:00:00.000Z"}
            """);
        Dictionary<string, JsonElement> got = (await server.Logged()).ToDictionary(e => e.GetProperty("messageId").GetString()!);
        // receivedAt - (sentAt - originalTimestamp): ten seconds later than the client's clock says; thirty seconds before it was received; when it was received.
        Assert.Equal("2026-05-04T11:59:10.000Z", got["1"].GetProperty("timestamp").GetString());
        Assert.Equal("2026-05-04T13:59:00.000+02:00", got["1"].GetProperty("originalTimestamp").GetString());
        Assert.Equal("2026-05-04T11:59:40.000Z", got["2"].GetProperty("timestamp").GetString());
        Assert.Equal("2026-05-04T12:00:10.000Z", got["3"].GetProperty("timestamp").GetString());
        Assert.All(got.Values, e => Assert.Equal("2026-05-04T12:00:10.000Z", e.GetProperty("receivedAt").GetString()));
    }

    [Fact]
    public async Task History_keeps_its_times()
    {
        await using CollectorServer server = await CollectorServer.Start(new HandClock(Now));
        await server.Post("/v1/import", """{"batch":[{"type":"track","event":"A","userId":"u","timestamp":"2019-01-02T03:04:05Z"}],"sentAt":"2026-05-04T11:00:00.000Z"}""");
        Assert.Equal("2019-01-02T03:04:05.000Z", Assert.Single(await server.Logged()).GetProperty("timestamp").GetString());
    }

    [Fact]
    public async Task The_context_of_the_batch_fills_what_an_event_does_not_say()
    {
        await using CollectorServer server = await CollectorServer.Start();
        await server.Post("/v1/batch", """
            {"context":{"ip":"1.2.3.4","page":{"path":"/a","title":"A"},"consent":{"categoryPreferences":{"Ads":false}}},
             "batch":[{"type":"page","anonymousId":"x","messageId":"1","context":{"page":{"path":"/b"},"locale":"de"}},{"type":"page","anonymousId":"x","messageId":"2"}]}
            """);
        Dictionary<string, JsonElement> got = (await server.Logged()).ToDictionary(e => e.GetProperty("messageId").GetString()!, e => e.GetProperty("context"));
        Assert.Equal("""{"ip":"1.2.3.4","page":{"path":"/b","title":"A"},"consent":{"categoryPreferences":{"Ads":false}},"locale":"de"}""", got["1"].GetRawText());
        Assert.Equal("/a", got["2"].GetProperty("page").GetProperty("path").GetString());
    }

    [Fact]
    public async Task Strict_answers_tell_what_became_of_each_event_and_the_sum_is_what_was_sent()
    {
        await using CollectorServer server = await CollectorServer.Start();
        string body = """
            {"batch":[{"type":"track","event":"A","userId":"u","messageId":"m1"},{"type":"track","userId":"u","messageId":"m2"},
                      {"type":"track","event":"A","userId":"u","messageId":"m1"},{"type":"page","messageId":"m3"}]}
            """;
        JsonElement answer = await server.Strict("/v1/batch", body);
        Assert.Equal("4 1 1 2", string.Join(' ', new[] { "sent", "accepted", "duplicate", "rejected" }.Select(n => answer.GetProperty(n).GetInt32())));
        Assert.Equal(["accepted", "rejected", "duplicate", "rejected"], answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()));
        JsonElement second = answer.GetProperty("results")[1];
        Assert.Equal(("missing-field", "event", "m2"), (second.GetProperty("code").GetString(), second.GetProperty("field").GetString(), second.GetProperty("messageId").GetString()));
        Assert.Equal((4, 1, 1, 2), (server.Totals.Sent, server.Totals.Accepted, server.Totals.Duplicate, server.Totals.Rejected));
        List<JsonElement> rejected = await server.Rejected();
        Assert.Equal(["missing-field", "missing-id"], rejected.Select(r => r.GetProperty("code").GetString()).Order());
        Assert.Contains("m2", rejected[0].GetProperty("original").GetString());
    }

    [Fact]
    public async Task The_same_message_counts_once_across_requests_and_without_an_id_by_what_it_says()
    {
        await using CollectorServer server = await CollectorServer.Start();
        string named = """{"userId":"u","event":"A","messageId":"m"}""", timed = """{"userId":"u","event":"A","timestamp":"2026-01-01T00:00:00Z"}""", bare = """{"userId":"u","event":"A"}""";
        foreach (string json in new[] { named, named, timed, timed, bare, bare })
            await server.Post("/v1/track", json);
        Assert.Equal((4, 2), (server.Totals.Accepted, server.Totals.Duplicate));
        Assert.Equal(4, (await server.Logged()).Count);
    }

    [Fact]
    public async Task Sec_gpc_and_bots_are_carried_with_the_event()
    {
        await using CollectorServer server = await CollectorServer.Start();
        await server.Post("/v1/page", """{"anonymousId":"a","messageId":"1","context":{"userAgent":"Mozilla/5.0 (compatible; Googlebot/2.1)"},"habitue":{"bot":false}}""", r => r.Headers.Add("Sec-GPC", "1"));
        await server.Post("/v1/page", """{"anonymousId":"b","messageId":"2","context":{"userAgent":"Mozilla/5.0 (X11; Linux) Firefox/140.0"}}""");
        CustomerEvent[] got = [.. (await server.Logged()).Select(e => CustomerEvent.Read(Encoding.UTF8.GetBytes(e.GetRawText()))).OrderBy(e => e.MessageId)];
        Assert.Equal([(true, true), (false, false)], got.Select(e => (e.IsBot, e.GlobalPrivacyControl)));
    }

    [Fact]
    public async Task Who_does_more_in_a_minute_than_a_person_can_is_a_bot()
    {
        await using CollectorServer server = await CollectorServer.Start(new HandClock(Now));
        string events = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"type":"page","anonymousId":"fast","messageId":"{{i:00}}"}"""));
        await server.Post("/v1/batch", $$"""{"batch":[{{events}},{"type":"page","anonymousId":"slow","messageId":"x"}]}""");
        List<JsonElement> bots = [.. (await server.Logged()).Where(e => e.GetProperty("habitue").TryGetProperty("bot", out _))];
        // As in the cleaning of files: thirty in a minute.
        Assert.Equal(Enumerable.Range(29, 11).Select(i => $"{i:00}"), bots.Select(e => e.GetProperty("messageId").GetString()).Order());
    }

    [Fact]
    public async Task A_packed_body_a_beacon_and_a_pixel_are_read()
    {
        await using CollectorServer server = await CollectorServer.Start();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("""{"batch":[{"type":"page","anonymousId":"gzip"}]}"""u8);
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" }, ContentType = new MediaTypeHeaderValue("application/json") } };
        Assert.Equal(HttpStatusCode.OK, (await server.Client.PostAsync("/v1/batch", content, TestContext.Current.CancellationToken)).StatusCode);

        server.Client.DefaultRequestHeaders.Authorization = null;
        using var beacon = new StringContent($$"""{"writeKey":"{{server.WriteKey}}","batch":[{"type":"page","anonymousId":"beacon"}]}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.PostAsync("/v1/b", beacon, TestContext.Current.CancellationToken)).StatusCode);

        using var bare = new StringContent("""{"batch":[{"type":"page","anonymousId":"rudder"}]}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.PostAsync($"/beacon/v1/batch?writeKey={server.WriteKey}", bare, TestContext.Current.CancellationToken)).StatusCode);

        string data = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"writeKey":"{{server.WriteKey}}","anonymousId":"pixel","event":"Email Opened"}"""));
        using HttpResponseMessage pixel = await server.Client.GetAsync($"/v1/pixel/track?data={Uri.EscapeDataString(data)}", TestContext.Current.CancellationToken);
        Assert.Equal("image/gif", pixel.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("GIF89a", Encoding.ASCII.GetString(await pixel.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["beacon", "gzip", "pixel", "rudder"], (await server.Logged()).Select(e => e.GetProperty("anonymousId").GetString()).Order());
    }

    [Fact]
    public async Task A_page_of_another_site_may_send()
    {
        await using CollectorServer server = await CollectorServer.Start();
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/v1/batch") { Headers = { { "Origin", "https://shop.example" }, { "Access-Control-Request-Headers", "authorization,content-type" } } };
        using HttpResponseMessage may = await server.Client.SendAsync(ask, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, may.StatusCode);
        Assert.Equal(["*"], may.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["authorization,content-type"], may.Headers.GetValues("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task Cloud_events_of_all_three_kinds_become_calls()
    {
        await using CollectorServer server = await CollectorServer.Start();
        await server.Post("/v1/cloudevents", """{"order_id":"o1"}""", r =>
        {
            foreach ((string name, string value) in new[] { ("specversion", "1.0"), ("id", "c1"), ("source", "/shop"), ("type", "shop.track.order_completed"), ("subject", "u1"), ("time", "2026-01-02T03:04:05Z") })
                r.Headers.Add("ce-" + name, value);
        });
        string one = """{"specversion":"1.0","id":"c2","source":"/shop","type":"com.shop.identify","subject":"u1","data":{"plan":"pro"}}""";
        await server.Post("/v1/cloudevents", one, r => r.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json"));
        await server.Post("/v1/cloudevents", one.Replace("c2", "c5").Replace("\"data\":{\"plan\":\"pro\"}", "\"data_base64\":\"eyJwbGFuIjoicHJvIn0=\""), r => r.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json"));
        await server.Post("/v1/cloudevents", $"[{one.Replace("c2", "c3")},{one.Replace("c2", "c4")}]", r => r.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json"));
        Dictionary<string, CustomerEvent> got = (await server.Logged()).Select(e => CustomerEvent.Read(Encoding.UTF8.GetBytes(e.GetRawText()))).ToDictionary(e => e.MessageId);
        Assert.Equal(["c1", "c2", "c3", "c4", "c5"], got.Keys.Order());
        Assert.Equal("pro", got["c5"].Property("plan"));
        Assert.Equal((CallType.Track, "Order Completed", "u1", "o1"), (got["c1"].Type, got["c1"].Name, got["c1"].UserId, got["c1"].Property("order_id")));
        Assert.Equal((CallType.Identify, "pro"), (got["c2"].Type, got["c2"].Property("plan")));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), got["c1"].Timestamp);
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_nothing_is_taken()
    {
        await using CollectorServer server = await CollectorServer.Start();
        server.Client.DefaultRequestHeaders.Authorization = null;
        (HttpStatusCode status, string problem) = await server.Post("/v1/track", """{"userId":"u","event":"A","writeKey":"wk_wrong"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("write key", JsonElement.Parse(problem).GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.Post($"/v1/track?writeKey={server.WriteKey}", """{"userId":"u","event":"A"}""")).Status);
        Assert.Single(await server.Logged());
    }
}
