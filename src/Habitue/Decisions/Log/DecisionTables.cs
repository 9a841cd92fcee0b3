using System.Collections.Concurrent;
using Habitue.Duck;
using Habitue.Live;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Decisions.Log;

/// <summary>
/// Brings decisions and outcomes into the warehouse, as the tables <c>decisions</c> and <c>decision_rewards</c>. Rows and the positions that they
/// were read at are committed together, and rows read before are passed by, so each is there exactly once.
/// </summary>
internal sealed class DecisionTables(LiveWarehouse warehouse, TimeProvider clock, ILogger<DecisionTables> logger, int mostWaiting = DecisionTables.MostWaiting) : BackgroundService
{
    public const string Decisions = "decisions", Rewards = "decision_rewards", Positions = "decision_positions";

    /// <summary>So many decisions and outcomes wait in memory, about a kilobyte each; while the warehouse takes none, whoever hands in more waits, and the log keeps them.</summary>
    public const int MostWaiting = 50_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>A write takes seconds when the database packs its rows anew; on a thread of the pool it would hold up every request on a machine of two cores.</summary>
    private readonly BackThread back = new("decision tables");

    private readonly SemaphoreSlim room = new(mostWaiting, mostWaiting);
    private readonly ConcurrentQueue<(int Partition, long Offset, CustomerEvent Happened)> waiting = new();
    private readonly ConcurrentDictionary<int, long> reached = new(), kept = new();

    /// <summary>The next place of a partition that is not yet in the warehouse.</summary>
    public long Kept(int partition) => kept.GetValueOrDefault(partition);

    /// <summary>Makes the tables, and reads the latest decisions back so that requests sent again get their answers again.</summary>
    public void Prepare(RecentAnswers recent)
    {
        using var connection = warehouse.Connect();
        connection.Execute($"""
            CREATE TABLE IF NOT EXISTS {Decisions} (decision_id VARCHAR, request_id VARCHAR, customer_id VARCHAR, placement VARCHAR, decided_at TIMESTAMP, action VARCHAR, policy VARCHAR,
                model VARCHAR, model_version VARCHAR, propensity DOUBLE, fallback VARCHAR, variation VARCHAR, catalogue VARCHAR, details VARCHAR);
            CREATE TABLE IF NOT EXISTS {Rewards} (decision_id VARCHAR, reward DOUBLE, rewarded_at TIMESTAMP);
            CREATE TABLE IF NOT EXISTS {Positions} (partition INTEGER, next BIGINT)
            """);
        foreach (var (partition, next) in connection.Rows<(int, long)>($"SELECT partition, next FROM {Positions}")) kept[partition] = next;
        foreach (var row in connection.Rows<(string Id, string Customer, DateTime At, string Details)>($"SELECT decision_id, customer_id, decided_at, details FROM (SELECT * FROM {Decisions} ORDER BY decided_at DESC LIMIT {RecentAnswers.Most}) ORDER BY decided_at"))
            recent.Add(row.Id, DecisionJson.Of(row.Id, row.Customer, row.At, row.Details));
    }

    /// <summary>Takes an event in; waits while too much waits already.</summary>
    public ValueTask Take(int partition, long offset, CustomerEvent happened, CancellationToken cancel) =>
        happened.Name is DecisionJson.Made or DecisionJson.Rewarded && offset >= Kept(partition) ? Add(partition, offset, happened.OnItsOwn(), cancel) : ValueTask.CompletedTask;

    private async ValueTask Add(int partition, long offset, CustomerEvent happened, CancellationToken cancel)
    {
        var entering = room.WaitAsync(cancel);
        if (!entering.IsCompleted) Reached(partition, offset);   // what came before may be written, which makes room
        await entering;
        waiting.Enqueue((partition, offset, happened));
    }

    /// <summary>Why what was decided is not in the warehouse yet; null when it comes there.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Everything of a partition before this place has been handed in.</summary>
    public void Reached(int partition, long next) => reached[partition] = next;

    public override void Dispose()
    {
        base.Dispose();
        room.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        TryWrite();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await back.Run(TryWrite);
    }

    private void TryWrite()
    {
        try
        {
            Write();
            Trouble = null;
        }
        catch (DuckException trouble)
        {
            Trouble = $"decisions wait for the warehouse: {trouble.Message.Split('\n')[0]}";
            logger.LogWarning("Decisions wait for the warehouse: {Problem}", trouble.Message); // they stay in the queue and in the log, and are tried again
        }
    }

    /// <summary>Writes what waits. The places are looked at first: whatever is handed in meanwhile comes with the next write.</summary>
    internal void Write()
    {
        var places = reached.ToArray();
        if (places.All(place => Kept(place.Key) >= place.Value)) return;
        var rows = waiting.Where(row => row.Offset < places.FirstOrDefault(place => place.Key == row.Partition).Value).ToArray();
        using var connection = warehouse.Connect();
        using (var transaction = connection.Begin())
        {
            var made = rows.Where(row => row.Happened.Name == DecisionJson.Made).Select(row => (row.Happened, Decision: DecisionJson.Read(row.Happened))).Where(row => row.Decision is not null).ToArray();
            using (var into = connection.Appender(Decisions))
                into.Append(Of(made, one => one.Decision!.Id), Of(made, one => one.Decision!.RequestId), Of(made, one => one.Decision!.Customer), Of(made, one => one.Decision!.Placement), Of(made, one => one.Decision!.At),
                    Of(made, one => one.Decision!.Actions is [var first, ..] ? first.Id : null), Of(made, one => one.Decision!.Policy), Of(made, one => one.Decision!.Model), Of(made, one => one.Decision!.ModelVersion), Of(made, one => one.Decision!.Propensity),
                    Of(made, one => one.Decision!.FallbackReason), Of(made, one => one.Decision!.Variation), Of(made, one => one.Decision!.Catalogue), Of(made, one => one.Happened.Properties.GetRawText()));
            var brought = rows.Where(row => row.Happened.Name == DecisionJson.Rewarded && row.Happened.Property("decision_id") is not null).Select(row => row.Happened).ToArray();
            using (var into = connection.Appender(Rewards))
                into.Append(Of(brought, one => one.Property("decision_id")!), Of(brought, one => one.Number("reward") ?? 0), Of(brought, one => one.Timestamp));
            connection.Execute($"DELETE FROM {Positions}");
            foreach (var (partition, next) in places) connection.Execute($"INSERT INTO {Positions} VALUES ($1, $2)", [partition, Math.Max(next, Kept(partition))]);
            transaction.Commit();
        }
        foreach (var (partition, next) in places) kept[partition] = Math.Max(next, Kept(partition));
        for (var left = waiting.Count; left > 0 && waiting.TryDequeue(out var row); left--)
            if (row.Offset >= Kept(row.Partition)) waiting.Enqueue(row);
            else room.Release();
    }

    private static TPart[] Of<T, TPart>(IReadOnlyList<T> rows, Func<T, TPart> part) => [.. rows.Select(part)];
}
