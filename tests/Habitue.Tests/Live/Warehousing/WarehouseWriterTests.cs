using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Habitue.Collector;
using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Log;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Habitue.Server.Telemetry;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Live.Warehousing;

/// <summary>What is sent is in the warehouse a moment later, once, cleaned like files; what was rejected is in the quarantine.</summary>
public sealed class WarehouseWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-warehousing-").FullName;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Events_are_queryable_a_moment_later_with_the_fields_that_files_fill()
    {
        await using RunningServer server = await Start();
        await Post(server, """
            {"batch":[{"type":"track","event":"Order Completed","userId":"u1","messageId":"m1","timestamp":"2026-02-03T04:05:06Z",
               "properties":{"order_id":"o1","currency":"EUR","products":[{"product_id":"p1","price":2.5,"quantity":2},{"product_id":"p2","price":10,"quantity":1}]}},
             {"type":"page","anonymousId":"a1","messageId":"m2","name":"Home","context":{"page":{"path":"/"},"userAgent":"Googlebot"}}]}
            """);
        await Written(server, 2);
        using DuckConnection warehouse = server.Warehouse();
        Assert.Equal([("m1", "u1", "o1", "p1", 5m), ("m1#2", "u1", "o1", "p2", 10m)],
            warehouse.Rows<(string, string, string, string, decimal)>("SELECT message_id, customer_id, order_id, product_id, amount FROM events WHERE event = 'Order Completed' ORDER BY message_id"));
        Assert.Equal(("~a:a1", "/", true), warehouse.Rows<(string, string, bool)>("SELECT customer_id, page, is_bot FROM events WHERE message_id = 'm2'")[0]);
        Assert.Equal(3, warehouse.Scalar<long>("SELECT rows FROM sources WHERE address = 'collector'"));
    }

    [Fact]
    public async Task Cleaning_sets_aside_what_it_sets_aside_in_files_and_rejected_events_are_beside_it()
    {
        await using RunningServer server = await Start();
        await Post(server, """
            {"batch":[{"type":"track","event":"Order Completed","userId":"u","messageId":"bad","properties":{"order_id":"o","product_id":"p","price":-3,"quantity":1}},
                      {"type":"track","userId":"u","messageId":"no event"},{"type":"page","anonymousId":"a","messageId":"good"}]}
            """);
        await Written(server, 2);
        IEventLog rejects = server.Services.GetRequiredService<RejectedEvents>().Log;
        await Until.True(() => rejects.Position(WarehouseWriter.Consumer, 0) == 1, "what was rejected is set aside");
        using DuckConnection warehouse = server.Warehouse();
        Assert.Equal([("calls", "missing-field", "no event"), ("events", "negative-price", "bad")],
            warehouse.Rows<(string, string, string)>("SELECT entity, rule, message_id FROM quarantine ORDER BY entity"));
        Assert.Equal(["good"], warehouse.Rows<string>("SELECT message_id FROM events"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/rejected?rule=missing-field");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/v1/rejected", cancel)).StatusCode);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Services.GetRequiredService<AccessKeys>().First!.Read);
        using HttpResponseMessage answer = await server.Client.SendAsync(request, cancel);
        JsonElement list = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel));
        Assert.Equal(2, list.GetProperty("count").GetInt32());
        JsonElement shown = Assert.Single(list.GetProperty("rejected").EnumerateArray());
        Assert.Contains("no event", shown.GetProperty("original").GetString());
        Assert.StartsWith("event: ", shown.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_is_in_the_way_when_the_server_starts_is_told_and_once_it_is_gone_all_is_written()
    {
        // A file where a folder belongs stands for a full disk, or a folder of somebody else.
        var spool = Path.Combine(folder, "spool");
        await File.WriteAllTextAsync(spool, "", cancel);
        await using RunningServer server = await Start();
        await Post(server, """{"batch":[{"type":"page","anonymousId":"a","messageId":"m"}]}""");
        var writer = server.Services.GetRequiredService<WarehouseWriter>();
        await Until.True(() => writer.Problem is not null, "the trouble is told");
        Assert.Contains(spool, writer.Problem, StringComparison.Ordinal);
        File.Delete(spool);
        await Written(server, 1);
        Assert.Null(writer.Problem);
    }

    [Fact]
    public async Task Two_events_that_say_the_same_at_the_same_moment_are_two()
    {
        await using RunningServer server = await Start();
        // Without a time of their own all of a request happened when it came; with one they share it; without an id each gets one.
        await Post(server, """
            {"batch":[{"type":"track","event":"Product Viewed","userId":"u","messageId":"m1","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","messageId":"m2","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","messageId":"m3","timestamp":"2026-02-03T04:05:06Z","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","messageId":"m4","timestamp":"2026-02-03T04:05:06Z","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","properties":{"product_id":"p"}},
                      {"type":"track","event":"Product Viewed","userId":"u","messageId":"m1","properties":{"product_id":"p"}}]}
            """);
        CollectorTotals totals = server.Services.GetRequiredService<CollectorCounters>().Totals;
        Assert.Equal((7, 6, 1), (totals.Sent, totals.Accepted, totals.Duplicate));
        await Written(server, 6);
        using DuckConnection warehouse = server.Warehouse();
        Assert.Equal((6, 6), warehouse.Rows<(long, long)>("SELECT COUNT(*), COUNT(DISTINCT message_id) FROM events")[0]);
        Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM quarantine"));
    }

    [Fact]
    public async Task A_server_that_starts_again_goes_on_where_the_last_one_was()
    {
        await using (RunningServer first = await Start())
        {
            await Post(first, Batch(0, 500));
            await Post(first, Batch(400, 500));
        }

        // Written before the first one ended, or by the second.
        await using RunningServer second = await Start();
        await Written(second, 900);
        using (DuckConnection warehouse = second.Warehouse())
            Assert.Equal(900, warehouse.Scalar<long>("SELECT COUNT(DISTINCT message_id) FROM events"));
        await Post(second, Batch(800, 300), first: false);
        await Written(second, 1_100);
        using DuckConnection now = second.Warehouse();
        Assert.Equal((1_100, 1_100), now.Rows<(long, long)>("SELECT COUNT(*), COUNT(DISTINCT message_id) FROM events")[0]);
        Assert.Equal((1_100, 1_100, 0), now.Rows<(long, long, long)>("SELECT CAST(SUM(rows) AS BIGINT), CAST(SUM(kept) AS BIGINT), CAST(SUM(rejected) AS BIGINT) FROM loads")[0]);
    }

    [Fact]
    public async Task A_server_that_is_stopped_before_it_has_begun_to_write_brings_over_what_the_log_holds()
    {
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb"));
        await using LiveServer server = LiveServer.Build(new ServerSettings("http://127.0.0.1:0", folder), database.Connect, TimeProvider.System, [new LogModule(), new CollectorModule(), new WarehousingModule()]);
        await server.Services.GetRequiredService<IEventLog>().AppendAsync([Raw("a", """{"type":"page","timestamp":"2026-01-01T00:00:00.000Z","messageId":"1","userId":"a"}""")], cancel);
        WarehouseWriter writer = server.Services.GetRequiredService<WarehouseWriter>();
        await writer.StartAsync(CancellationToken.None);
        await writer.StopAsync(CancellationToken.None);
        using DuckConnection warehouse = database.Connect();
        Assert.Equal(["1"], warehouse.Rows<string>("SELECT message_id FROM events"));
    }

    [Fact]
    public async Task A_mapping_that_cannot_be_read_is_told_and_events_wait_in_the_log_until_it_is_mended()
    {
        string mapping = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "mappings")).FullName, "collector.json");
        await File.WriteAllTextAsync(mapping, "", cancel);
        await using RunningServer server = await Start([new HealthModule(), new LogModule(), new CollectorModule(), new WarehousingModule()]);
        await Post(server, Batch(0, 10));
        await Until.True(() => server.Services.GetRequiredService<WarehouseWriter>().Problem is not null, "the mapping has been looked at");
        using (HttpResponseMessage ready = await server.Client.GetAsync("/health/ready", cancel))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("collector.json: is no JSON", await ready.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        }

        File.Delete(mapping);
        await Written(server, 10);
        using DuckConnection warehouse = server.Warehouse();
        Assert.Equal(10, warehouse.Scalar<long>("SELECT COUNT(*) FROM events"));
        Assert.Equal("""{"status":"ready","dependencies":{"log":"ready","rejected events":"ready","warehouse":"ready","warehouse writer":"ready"}}""", await server.Client.GetStringAsync("/health/ready", cancel));
    }

    [Fact]
    public async Task An_event_that_the_database_cannot_read_holds_up_no_other()
    {
        await using RunningServer server = await Start([new LogModule(), new CollectorModule(), new WarehousingModule()]);
        IEventLog log = server.Services.GetRequiredService<IEventLog>();
        await log.AppendAsync([Raw("a", """{"type":"page","timestamp":"2026-01-01T00:00:00.000Z","messageId":"1","userId":"a"}"""),
            new LogEntry("a", new byte[] { 0xFF, 0xFE, 0x80 }), Raw("a", """{"type":"page","timestamp":"2026-01-01T00:00:01.000Z","messageId":"2","userId":"a"}""")], cancel);
        await Until.True(() => Consumed(log) == 3, "all three are in the warehouse");
        using DuckConnection warehouse = server.Warehouse();
        Assert.Equal(["1", "2"], warehouse.Rows<string>("SELECT message_id FROM events ORDER BY message_id"));
        Assert.Equal("unreadable-line", warehouse.Scalar<string>("SELECT rule FROM quarantine"));
    }

    [Fact]
    public void Visits_before_the_first_login_become_the_customers()
    {
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        var load = new LiveLoad(warehouse, new LoadSettings { MappingsFolder = Path.Combine(folder, "mappings"), SpoolFolder = folder, Clock = TimeProvider.System });
        load.Write("log", [Record(0, "page", "1", """ "anonymousId":"a" """), Record(1, "page", "2", """ "anonymousId":"b" """)], cancel);
        load.Write("log", [Record(2, "identify", "3", """ "anonymousId":"a","userId":"u" """)], cancel);
        load.JoinIdentities(cancel);
        Assert.Equal(["u", "~a:b", "u"], warehouse.Rows<string>("SELECT customer_id FROM events ORDER BY message_id"));
        Assert.Equal([3L, 0L], load.Positions("log", 2));
    }

    [Fact]
    public void A_rejected_event_is_exported_repaired_and_replayed_like_a_row_of_a_file()
    {
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        var settings = new LoadSettings { MappingsFolder = Path.Combine(folder, "mappings"), SpoolFolder = folder, Clock = TimeProvider.System };
        var load = new LiveLoad(warehouse, settings);
        LogEntry queued = RejectedEvents.Entry(Rejection.NoCustomer, """{"type":"track","event":"Sign Up","messageId":"m","timestamp":"2026-01-02T03:04:05Z","uid":"u7"}"""u8, "m", "first", new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero));
        load.Reject("rejected", [new LogRecord(0, 0, queued.Value)]);
        Assert.Equal(["missing-id"], warehouse.Rows<string>("SELECT rule FROM quarantine"));
        string broken = Path.Combine(folder, "broken.jsonl");
        Assert.Equal(1, Replay.Export(warehouse, broken, "missing-id", cancel));
        // Nothing in the line is touched: the mapping says that uid is the customer.
        string mapping = Path.Combine(folder, "mappings", "collector.json");
        File.WriteAllText(mapping, File.ReadAllText(mapping).Replace("\"column\": \"userId\"", "\"column\": \"uid\""));
        Assert.Equal(1, Replay.Run(warehouse, broken, settings, null, cancel).Kept);
        Assert.Equal([("m", "u7", "Sign Up")], warehouse.Rows<(string, string, string)>("SELECT message_id, customer_id, event FROM events"));
        Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM quarantine"));
    }

    [Fact]
    public void Repaired_calls_that_say_the_same_are_each_taken()
    {
        using DuckDatabase database = DuckDatabase.Open(Path.Combine(folder, "warehouse.duckdb"));
        using DuckConnection warehouse = database.Connect();
        var settings = new LoadSettings { MappingsFolder = Path.Combine(folder, "mappings"), SpoolFolder = folder, Clock = TimeProvider.System };
        var load = new LiveLoad(warehouse, settings);
        LogEntry Queued(string id) => RejectedEvents.Entry(Rejection.Missing("event", "-"),
            Encoding.UTF8.GetBytes($$"""{"type":"track","userId":"u","messageId":"{{id}}","timestamp":"2026-01-02T03:04:05Z"}"""), id, "first", new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero));
        load.Reject("rejected", [new LogRecord(0, 0, Queued("m1").Value), new LogRecord(0, 1, Queued("m2").Value)]);
        string broken = Path.Combine(folder, "broken.jsonl");
        Assert.Equal(2, Replay.Export(warehouse, broken, "missing-field", cancel));
        File.WriteAllText(broken, File.ReadAllText(broken).Replace("\"type\":\"track\"", "\"type\":\"track\",\"event\":\"Product Viewed\""));
        Assert.Equal(2, Replay.Run(warehouse, broken, settings, null, cancel).Kept);
        Assert.Equal(["m1", "m2"], warehouse.Rows<string>("SELECT message_id FROM events ORDER BY message_id"));
    }

    private static LogRecord Record(long offset, string type, string id, string ids) =>
        new(0, offset, Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","timestamp":"2026-01-0{{id}}T00:00:00.000Z","receivedAt":"2026-01-0{{id}}T00:00:00.000Z","messageId":"{{id}}",{{ids}}}"""));

    private static LogEntry Raw(string key, string json) => new(key, Encoding.UTF8.GetBytes(json));

    private static string Batch(int from, int count) =>
        $$"""{"batch":[{{string.Join(',', Enumerable.Range(from, count).Select(i => $$"""{"type":"track","event":"Product Viewed","userId":"u{{i % 50}}","messageId":"m{{i}}","properties":{"product_id":"p{{i}}"} }"""))}}]}""";

    private Task<RunningServer> Start(LiveModule[]? modules = null) => RunningServer.Start(modules ?? [new TelemetryModule(), new LogModule(), new CollectorModule(), new WarehousingModule()], folder: folder);

    private string key = "";

    private async Task Post(RunningServer server, string json, bool first = true)
    {
        if (first && server.Services.GetRequiredService<AccessKeys>().First is { } made)
            key = made.Write;
        using var content = new StringContent(json);
        using HttpResponseMessage answer = await server.Client.PostAsync($"/v1/batch?writeKey={key}", content, cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task Written(RunningServer server, int events)
    {
        IEventLog log = server.Services.GetRequiredService<IEventLog>();
        return Until.True(() => Consumed(log) == events, $"{events} events are in the warehouse");
    }

    private static long Consumed(IEventLog log) => Enumerable.Range(0, log.Partitions).Sum(p => log.Position(WarehouseWriter.Consumer, p));
}
