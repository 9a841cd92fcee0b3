using System.Net;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live;
using Habitue.Live.Segments;
using Habitue.Server;
using Habitue.Tests.Decisions;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Live;

public sealed class LiveStateModuleTests : IAsyncDisposable
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly MemoryLog log = new(3);

    public ValueTask DisposeAsync() => log.DisposeAsync();


    private async Task<RunningServer> Start(string? folder = null)
    {
        var server = await RunningServer.Start([new HealthModule(), new LogOf(log), new LiveStateModule()], TimeProvider.System, folder);
        server.Client.DefaultRequestHeaders.Add("X-API-Key", server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Read, "test"));
        await server.Services.GetRequiredService<LiveFollower>().CaughtUp.WaitAsync(cancel);
        return server;
    }

    private static CustomerEvent Now(CustomerEvent happened) => happened with { Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime, ReceivedAt = TimeProvider.System.GetUtcNow().UtcDateTime };

    private async Task Append(RunningServer server, params CustomerEvent[] events)
    {
        await log.AppendAsync([.. events.Select(one => new LogEntry(one.Key, FollowedLog.Json(Now(one))))], cancel);
        var follower = server.Services.GetRequiredService<LiveFollower>();
        while (follower.Lag > 0) await Task.Yield();
        await server.Services.GetRequiredService<LiveCustomers>().Settled(cancel);
    }

    private async Task<JsonElement> Get(RunningServer server, string address) => JsonElement.Parse(await server.Client.GetStringAsync(address, cancel));

    [Fact]
    public async Task One_customer_and_the_shop_are_answered_from_the_last_second()
    {
        await using var server = await Start();
        await Append(server, Happening.Page("a1", 0, "/sale"), Happening.Add("a1", 0, "MUG", 2, 4.5), Happening.Identify("a1", "u1", 0), Happening.Order("bob", 0, 30));
        var ann = await Get(server, "/v1/customers/u1/live");
        Assert.Equal(("a1", 2, 9.0), (ann.GetProperty("first_id").GetString(), ann.GetProperty("ids").GetArrayLength(), ann.GetProperty("cart").GetProperty("value").GetDouble()));
        Assert.Equal("/sale", ann.GetProperty("pages")[0].GetProperty("what").GetString());
        var shop = await Get(server, "/v1/live");
        Assert.Equal((1, 1, 30.0, 0), (shop.GetProperty("visitors").GetInt32(), shop.GetProperty("open_carts").GetInt32(), shop.GetProperty("revenue_today").GetDouble(), shop.GetProperty("lag").GetInt32()));
        Assert.Equal(5, shop.GetProperty("segments").EnumerateObject().Count());
        Assert.Equal("ready", (await Get(server, "/health/ready")).GetProperty("dependencies").GetProperty("live state").GetString());
        Assert.False((await Get(server, "/v1/customers/%3Cscript%3E/live")).GetProperty("is_known").GetBoolean());
    }

    [Fact]
    public async Task A_merge_is_shown_with_its_evidence_and_undone_with_a_reason()
    {
        await using var server = await Start();
        await Append(server, Happening.Page("a1", 0), Happening.Identify("a1", "u1", 0));
        var merge = (await Get(server, "/v1/customers/a1/merges")).GetProperty("merges")[0];
        Assert.Equal(("identify", 1), (merge.GetProperty("kind").GetString(), merge.GetProperty("number").GetInt32()));
        Assert.StartsWith("m", merge.GetProperty("evidence").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("/v1/merges/1/undo", null, cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.PostAsync("/v1/merges/9/undo?why=x", null, cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.PostAsync("/v1/merges/1/undo?why=two+people", null, cancel)).StatusCode);
        await Append(server);
        Assert.Equal("u1", (await Get(server, "/v1/customers/u1/live")).GetProperty("first_id").GetString());
        Assert.Equal("two people", (await Get(server, "/v1/customers/u1/merges")).GetProperty("merges")[0].GetProperty("undone_why").GetString());
    }

    [Fact]
    public async Task Nobody_reads_without_a_key()
    {
        await using var server = await Start();
        server.Client.DefaultRequestHeaders.Remove("X-API-Key");
        foreach (var address in (string[])["/v1/live", "/v1/live/stream", "/v1/live/segments", "/v1/customers/ann/live", "/v1/customers/ann/merges"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync(address, cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.PostAsync("/v1/merges/1/undo?why=x", null, cancel)).StatusCode);
    }

    [Fact]
    public async Task The_stream_tells_the_figures_and_who_moves()
    {
        await using var server = await Start();
        using var answer = await server.Client.GetAsync("/v1/live/stream", HttpCompletionOption.ResponseHeadersRead, cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        async Task<JsonElement> Next(string kind)
        {
            while (await lines.ReadLineAsync(cancel) is { } line)
                if (line == $"event: {kind}") return JsonElement.Parse((await lines.ReadLineAsync(cancel))!["data: ".Length..]);
            throw new EndOfStreamException();
        }
        Assert.Equal(0, (await Next("figures")).GetProperty("visitors").GetInt32());
        await Append(server, Happening.View("ann", 0, "A"), Happening.View("ann", 0, "B"), Happening.View("ann", 0, "C"));
        var move = await Next("move");
        Assert.Equal(("entered", "Looking around", "ann"), (move.GetProperty("what").GetString(), move.GetProperty("segment").GetString(), move.GetProperty("customer").GetString()));
        Assert.Equal(1, (await Next("figures")).GetProperty("visitors").GetInt32());
    }

    [Fact]
    public async Task A_server_that_stops_writes_down_what_it_knows()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-live-server-");
        await using (var server = await Start(folder.FullName))
        {
            await Append(server, Happening.Add("ann", 0, "MUG", 2, 4.5));
        }
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder.FullName, "live"), "*.snapshot").Length);
        Assert.Equal(1, Enumerable.Range(0, 3).Sum(partition => log.Position(LiveFollower.Consumer, partition)));
        await using (var again = await Start(folder.FullName))
            Assert.Equal(9, (await Get(again, "/v1/customers/ann/live")).GetProperty("cart").GetProperty("value").GetDouble());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_with_a_mistake_changes_nothing_and_a_corrected_one_holds_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-live-file-");
        var path = Path.Combine(folder.FullName, LiveFile.Name);
        File.WriteAllText(path, "segments:\n  - name: A\n    when:\n      - visitng: true");
        var file = new LiveDefinitionsFile(folder.FullName);
        Assert.StartsWith("live-segments.yaml, line 4: `when` knows no `visitng`; the nearest is visiting.", file.Problem);
        Assert.Equal(5, file.Current.All.Count);
        File.WriteAllText(path, "segments:\n  - name: A\n    when:\n      - visiting: true\n");
        Assert.True(file.Look());
        Assert.Equal((null, "A"), (file.Problem, file.Current.All.Single().Name));
        Assert.False(file.Look());
        File.WriteAllText(path, "segments: [");
        Assert.False(file.Look());
        Assert.Equal("A", file.Current.All.Single().Name);
        Assert.Contains("no YAML", file.Problem);
        File.Delete(path);
        Assert.True(file.Look());
        Assert.Equal(5, file.Current.All.Count);
        folder.Delete(recursive: true);
    }

    private sealed class LogOf(MemoryLog log) : LiveModule
    {
        public override void Services(IServiceCollection services, ServerSettings settings) => services.AddSingleton<IEventLog>(log);
    }
}
