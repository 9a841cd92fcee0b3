using System.Net.Http.Json;
using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Log;
using Habitue.Duck;
using Habitue.Lake.Log;
using Habitue.Server;
using Habitue.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Decisions;

/// <summary>A live server that decides, over the tiny shop's tables and a log in memory; it can be stopped and started again over the same home.</summary>
internal sealed class DecidingServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-decisions-").FullName;
    private RunningServer? server;
    private NewKeys? keys;

    public MemoryLog Log { get; } = new();

    public HttpClient Client => server!.Client;

    public string CatalogueFile => Path.Combine(folder, Catalogue.FileName);

    public static async Task<DecidingServer> Start(string catalogue)
    {
        var deciding = new DecidingServer();
        using (var database = DuckDatabase.Open(Path.Combine(deciding.folder, "warehouse.duckdb")))
        using (var warehouse = database.Connect())
        {
            TinyShop.Fill(warehouse);
            warehouse.Execute("""
                DROP TABLE events;
                CREATE TABLE events (customer_id VARCHAR, type VARCHAR, event VARCHAR, occurred_at TIMESTAMP, order_id VARCHAR, product_id VARCHAR, quantity DOUBLE, unit_price DECIMAL(18,4), page VARCHAR, search VARCHAR);
                INSERT INTO events (customer_id, type, event, occurred_at, search) VALUES ('ann', 'track', 'Products Searched', TIMESTAMP '2026-11-26 10:00:00', '<script>alert(1)</script>')
                """);
        }
        await File.WriteAllTextAsync(deciding.CatalogueFile, catalogue);
        await deciding.Start();
        return deciding;
    }

    public async Task Start()
    {
        server = await RunningServer.Start([new HealthModule(), new LogModule(Log), new DecisionsModule()], folder: folder);
        keys = server.Services.GetRequiredService<AccessKeys>().First ?? keys;
        Client.DefaultRequestHeaders.Add("X-API-Key", keys!.Read);
    }

    /// <summary>The key that a page has.</summary>
    public string WriteKey => keys!.Write;

    public async Task Stop()
    {
        await server!.DisposeAsync();
        server = null;
    }

    public T Service<T>() where T : notnull => server!.Services.GetRequiredService<T>();

    public DuckConnection Warehouse() => server!.Warehouse();

    public async Task<JsonElement> Decide(object body)
    {
        using var answer = await Client.PostAsJsonAsync("/v1/decide", body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>Appends an event as the collector does, and returns when decisions have taken it in.</summary>
    public async Task Happens(string customer, object happened)
    {
        await Log.AppendAsync([new LogEntry(customer, JsonSerializer.SerializeToUtf8Bytes(happened))], TestContext.Current.CancellationToken);
        await CaughtUp();
    }

    /// <summary>Returns when all that was decided is in the log, and all that is in the log was taken in.</summary>
    public async Task CaughtUp()
    {
        var (writer, follower) = (Service<DecisionWriter>(), Service<DecisionFollower>());
        // The log tells of what was appended; what is asked here is only when the follower has come as far.
        while (writer.Waiting > 0 || Enumerable.Range(0, Log.Partitions).Any(partition => follower.Position(partition) < Log.End(partition)))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class LogModule(IEventLog log) : LiveModule
    {
        public override void Services(IServiceCollection services, ServerSettings settings) => services.AddSingleton(log);
    }
}
