using Habitue.Host;
using Habitue.Live.Intent;
using Habitue.Live.Segments;
using Habitue.ModelShelf;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Live;

/// <summary>
/// Keeps what live state knows from elsewhere fresh: published scores and the session model, looked at every minute, and the file of live segments, looked at every second.
/// </summary>
internal sealed class LiveKnowledge(LiveWarehouse warehouse, ServerSettings settings, PublishedTables tables, Viewing viewing, LiveDefinitionsFile definitions, LiveCustomers live, TimeProvider clock, ILogger<LiveKnowledge> logger) : IHostedService, IDisposable
{
    private const int LooksPerReading = 60;

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private string? known;

    /// <summary>Why there is no intent; null when there is.</summary>
    public string? IntentProblem { get; private set; }

    public Task StartAsync(CancellationToken cancel)
    {
        Read();
        running = Task.Run(Watch, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        for (var looks = 1; await timer.WaitForNextTickAsync(stopping.Token); looks++)
        {
            try
            {
                var before = definitions.Problem;
                if (definitions.Look()) await live.Define(definitions.Current, stopping.Token);
                if (definitions.Problem is { } problem && problem != before) logger.LogWarning("{Problem}", problem);
                if (looks % LooksPerReading == 0 && Read()) await live.PublishedAnew(stopping.Token);
            }
            catch (Exception trouble) when (trouble is IOException or Duck.DuckException)
            {
                logger.LogWarning("What live state knows from elsewhere stays as it was: {Problem}", trouble.Message);   // it is looked at again
            }
        }
    }

    /// <summary>Reads what runs have published, when it is other than what is known.</summary>
    private bool Read()
    {
        using var connection = warehouse.Connect();
        var now = connection.Scalar<long>("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name IN ('insights', 'promotions')") == 2
            ? string.Join('|', connection.Rows<string>("SELECT slice || CAST(as_of AS VARCHAR) || words FROM insights ORDER BY slice").Concat(connection.Rows<string>("SELECT name || CAST(version AS VARCHAR) FROM promotions WHERE until IS NULL ORDER BY name"))) : "";
        if (now == known) return false;
        known = now;
        tables.Read(connection);
        try
        {
            var model = IntentModel.Promoted(new Shelf(Path.Combine(settings.Folder, "models"), connection, clock));
            viewing.Intent = model is null ? _ => null : visit => model.Probability(visit);
            IntentProblem = model is null ? "no session model is promoted" : null;
        }
        catch (UserMistakeException lack)
        {
            viewing.Intent = _ => null;
            IntentProblem = lack.Message;
            logger.LogWarning("{Problem}", lack.Message);
        }
        return true;
    }

    public void Dispose() => stopping.Dispose();
}
