using Habitue.Decisions.Customers;
using Habitue.Decisions.Log;
using Habitue.Decisions.Reading;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Decisions;

/// <summary>
/// Reads what decisions are made from, and reads it again when it changes: the file of decisions within a second, the published tables within
/// half a minute. A new file that is wrong is refused with its sentences, and the old one stays.
/// </summary>
internal sealed class WorldLoader(Decider decider, DecisionMemory memory, LiveWarehouse warehouse, ServerSettings settings, TimeProvider clock, ILogger<WorldLoader> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5), BetweenTables = TimeSpan.FromSeconds(30);

    private readonly Lock changing = new();

    /// <summary>A million customers take seconds to read; a thread of the pool would be missing elsewhere.</summary>
    private readonly BackThread back = new("published tables");
    private (DateTime Written, long Length)? seen;
    private string published = "";
    private string? fileTrouble, tablesTrouble;

    /// <summary>The file of decisions.</summary>
    public string FilePath => Path.Combine(settings.Folder, Catalogue.FileName);

    /// <summary>Why the file as it lies there is not used; none when it is.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>
    /// Why decisions are not made from what they should be; null when they are. A new file that is wrong is none as long as there is an older one: that one decides on.
    /// </summary>
    public string? Trouble => Problems is [var first, ..] && decider.World.Catalogue.Placements.Count == 0 ? first : fileTrouble ?? tablesTrouble;

    /// <summary>Reads the file when it is another than the one that was looked at last.</summary>
    public void LoadFile()
    {
        var file = new FileInfo(FilePath);
        (DateTime, long)? now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        if (now == seen) return;
        seen = now;
        try
        {
            var catalogue = now is null ? Catalogue.Empty : CatalogueReader.ReadFile(FilePath);
            Change(world => world with { Catalogue = catalogue });
            Problems = [];
            if (logger.IsEnabled(LogLevel.Information)) logger.LogInformation("Decisions are made by version {Version} of {File}", decider.World.Catalogue.Version, Catalogue.FileName);
        }
        catch (CatalogueException wrong)
        {
            Problems = wrong.Problems;
            if (logger.IsEnabled(LogLevel.Warning)) logger.LogWarning("{File} is refused and version {Version} stays: {Problems}", Catalogue.FileName, decider.World.Catalogue.Version, string.Join(" ", wrong.Problems));
        }
    }

    /// <summary>Reads the published tables when they are others than those that were read last. What the server itself writes of decisions and experiments is none of them.</summary>
    public void LoadTables(CancellationToken cancel)
    {
        using var connection = warehouse.Connect();
        var now = string.Join(' ', connection.Rows<(string Name, long Oid)>("SELECT table_name, table_oid FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary AND table_name NOT IN ('decisions', 'decision_rewards', 'decision_positions') AND table_name NOT LIKE 'experiment_%' ORDER BY table_name"));
        if (now == published) return;
        var products = ProductTable.Read(connection);
        memory.TellStock(products);
        var customers = CustomerTable.Read(connection, products, cancel);
        Change(world => world with { Customers = customers, Products = products });
        memory.TellStock(products); // what was told while the customers were read
        published = now;
    }

    /// <summary>File and tables are read side by side; neither may undo what the other put there meanwhile.</summary>
    private void Change(Func<World, World> change)
    {
        lock (changing) decider.World = change(decider.World);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.WhenAll(
        Every(BetweenLooks, () =>
        {
            LoadFile();
            return Task.CompletedTask;
        }, trouble => fileTrouble = trouble, stoppingToken),
        Every(BetweenTables, () => back.Run(() => LoadTables(stoppingToken)), trouble => tablesTrouble = trouble, stoppingToken));

    private async Task Every(TimeSpan between, Func<Task> work, Action<string?> tell, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(between, clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await work();
                tell(null);
            }
            catch (Exception trouble) when (trouble is IOException or Duck.DuckException or InvalidOperationException)
            {
                tell($"what decisions are made from stays as it was: {trouble.Message.Split('\n')[0]}");
                logger.LogWarning("What decisions are made from stays as it was: {Problem}", trouble.Message); // it is looked at again
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        back.Dispose();
    }
}
