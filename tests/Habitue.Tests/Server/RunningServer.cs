using Habitue.Duck;
using Habitue.Server;

namespace Habitue.Tests.Server;

/// <summary>A live server on a free port with an empty home in a temporary folder, and a client for it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly DuckDatabase database;
    private readonly LiveServer server;
    private readonly bool ownsFolder;

    private RunningServer(string folder, DuckDatabase database, LiveServer server, bool ownsFolder)
    {
        (Folder, this.database, this.server, this.ownsFolder) = (folder, database, server, ownsFolder);
        Client = new HttpClient { BaseAddress = new Uri(server.Address) };
    }

    public string Folder { get; }
    public HttpClient Client { get; }
    public IServiceProvider Services => server.Services;

    public DuckConnection Warehouse() => database.Connect();

    /// <param name="modules">The rooms that the test needs; null for all.</param>
    /// <param name="clock">What time it is for the server.</param>
    /// <param name="folder">A home that outlives the server; null for one that goes with it.</param>
    /// <param name="with">Other settings than the usual ones.</param>
    public static async Task<RunningServer> Start(IReadOnlyList<LiveModule>? modules = null, TimeProvider? clock = null, string? folder = null, Func<ServerSettings, ServerSettings>? with = null)
    {
        var home = folder ?? Directory.CreateTempSubdirectory("habitue-server-").FullName;
        var database = DuckDatabase.Open(Path.Combine(home, "warehouse.duckdb"));
        var server = LiveServer.Build((with ?? (settings => settings))(new ServerSettings("http://127.0.0.1:0", home)), database.Connect, clock ?? TimeProvider.System, modules);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(home, database, server, ownsFolder: folder is null);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.StopAsync();
        await server.DisposeAsync();
        database.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
