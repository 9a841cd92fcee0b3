using System.Threading.Channels;
using Habitue.Collector;
using Habitue.Duck;
using Habitue.Lake.Loading;
using Habitue.Lake.Log;
using Habitue.Lake.Sources;
using Habitue.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Live.Warehousing;

/// <summary>
/// The consumer that brings the log into the warehouse: it gathers what has come for a moment, writes it in one transaction with
/// the positions, and begins again. What it has not written when the process ends, it writes when the next one begins.
/// </summary>
internal sealed class WarehouseWriter(IEventLog log, RejectedEvents rejects, LiveWarehouse warehouse, ServerSettings settings, WarehouseTurn turn, WarehouseMeasures measures, TimeProvider clock, ILogger<WarehouseWriter> logger) : BackgroundService
{
    public const string Consumer = "warehouse";
    private const int MostEvents = 20_000, Waiting = 64, BusyEventsPerSecond = 30_000;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250), BetweenJoins = TimeSpan.FromSeconds(30), AfterTrouble = TimeSpan.FromSeconds(1), LongestWay = TimeSpan.FromSeconds(5);
    private readonly Channel<Gathered> waiting = Channel.CreateBounded<Gathered>(Waiting);
    private readonly CancellationTokenSource pumping = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackThread back = new("warehouse writer");
    private volatile string? problem;
    private long others;

    /// <summary>Why nothing can be written now; null when all is well.</summary>
    public string? Problem => ExecuteTask is { IsFaulted: true, Exception: { } ended } ? $"it has ended ({ended.GetBaseException().Message.Split('\n')[0]}); start the server again" : problem;

    private sealed record Gathered(IEventLog From, IReadOnlyList<LogRecord> Records);

    /// <summary>A stop that comes before the work has begun would end it unbegun, and leave to the next start what the log already holds.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is not null) await begun.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        begun.TrySetResult();
        using var connection = warehouse.Connect();
        if (await Prepared(connection, stoppingToken) is not { } load)
            return;
        Task pumps = Task.WhenAll([.. Pumps(log, load), .. Pumps(rejects.Log, load)]);
        long[] ends = [];
        try
        {
            DateTimeOffset joined = clock.GetUtcNow();
            while (await Next(stoppingToken) is { } first)
            {
                long began = clock.GetTimestamp(), end = Appended();
                await Write(load, first, stoppingToken);
                await GiveWay(clock.GetElapsedTime(began), Appended() - end, stoppingToken);
                if (clock.GetUtcNow() - joined < BetweenJoins)
                    continue;
                await Persist(load, () => load.JoinIdentities(CancellationToken.None), stoppingToken);
                joined = clock.GetUtcNow();
            }

            ends = [.. Enumerable.Range(0, log.Partitions).Select(log.End)];
            await Drain(load, ends, stoppingToken);
            await Persist(load, () => load.JoinIdentities(CancellationToken.None), stoppingToken);
        }
        catch (Exception trouble) when (trouble is Duck.DuckException or IOException && stoppingToken.IsCancellationRequested)
        {
            // A full disk must not hold up the stop: the log has it all.
            logger.LogWarning("The warehouse cannot be written while the server stops; what it lacks is written from the log at the next start: {Problem}", trouble.Message.Split('\n')[0]);
        }
        finally
        {
            await pumping.CancelAsync();
            await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Looks at the warehouse and at the mapping for the first time. A full disk passes, and a mapping that somebody spoiled is corrected; null when the server stops before.
    /// </summary>
    private async Task<LiveLoad?> Prepared(DuckConnection connection, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                LiveLoad load = null!;
                // This must not hold up the start.
                await back.Run(() =>
                {
                    GatherMore(connection);
                    load = new LiveLoad(connection, new LoadSettings { MappingsFolder = Path.Combine(settings.Folder, "mappings"), SpoolFolder = Path.Combine(settings.Folder, "spool"), Clock = clock });
                });
                problem = null;
                return load;
            }
            catch (Exception trouble) when (trouble is DuckException or IOException or UnauthorizedAccessException or SourceException)
            {
                problem = $"events stay in the log, and go into the warehouse when this is mended: {trouble.Message.Split('\n')[0]}";
                logger.LogWarning("{Problem}", problem);
                if (stopping.IsCancellationRequested)
                    return null;
                await Task.Delay(AfterTrouble, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>How the database works beside requests.</summary>
    private static void GatherMore(DuckConnection connection)
    {
        // Each checkpoint packs the youngest rows anew; it comes a quarter as often, at the price of more to read again after a crash.
        connection.Execute("SET checkpoint_threshold = '64MB'");
        // The database's own threads are started anew by this one, and so come after others as it does.
        long threads = connection.Scalar<long>("SELECT current_setting('threads')");
        connection.Execute("SET threads = 1; SELECT 1");
        connection.Execute($"SET threads = {threads}; SELECT 1");
    }

    private long Appended() => Enumerable.Range(0, log.Partitions).Sum(log.End);

    /// <summary>
    /// Accepting goes before writing: when more comes than the warehouse could take anyway, it leaves most of the processor to
    /// those who accept, and catches up from the log when there is less to do.
    /// </summary>
    private async Task GiveWay(TimeSpan took, long came, CancellationToken stopping)
    {
        if (came > BusyEventsPerSecond * took.TotalSeconds && !stopping.IsCancellationRequested)
            await Task.Delay(took * 4 < LongestWay ? took * 4 : LongestWay, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What comes next; null when the server stops.</summary>
    private async Task<Gathered?> Next(CancellationToken stopping)
    {
        try
        {
            return await waiting.Reader.ReadAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Everything that was accepted before the server began to stop.</summary>
    private async Task Drain(LiveLoad load, long[] ends, CancellationToken stopping)
    {
        while (Enumerable.Range(0, ends.Length).Any(p => log.Position(Consumer, p) < ends[p]))
            await Write(load, await waiting.Reader.ReadAsync(CancellationToken.None), stopping);
    }

    private async Task Write(LiveLoad load, Gathered first, CancellationToken stopping)
    {
        List<Gathered> gathered = [first];
        int count = first.Records.Count;
        if (!stopping.IsCancellationRequested)
            await Task.Delay(Gathering, clock, CancellationToken.None);
        while (count < MostEvents && waiting.Reader.TryRead(out Gathered? more))
        {
            gathered.Add(more);
            count += more.Records.Count;
        }

        List<LogRecord> events = [.. gathered.Where(g => g.From == log).SelectMany(g => g.Records)], rejected = [.. gathered.Where(g => g.From != log).SelectMany(g => g.Records)];
        if (events.Count > 0)
        {
            await Persist(load, () => load.Write("log", events, CancellationToken.None), stopping);
            Told(log, events);
            measures.Written(events, clock.GetUtcNow());
        }

        if (rejected.Count > 0)
        {
            await Persist(load, () => load.Reject("rejected", rejected), stopping);
            Told(rejects.Log, rejected);
        }
    }

    /// <summary>A full disk or a lock passes: the same is tried until it works, and nothing is skipped.</summary>
    private async Task Persist(LiveLoad load, Action write, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                using var mine = await turn.Take(CancellationToken.None, isWriter: true);
                if (turn.Others != others) load.EndLoad();
                others = turn.Others;
                await back.Run(write);
                problem = null;
                return;
            }
            catch (Exception trouble) when (trouble is DuckException or IOException && !stopping.IsCancellationRequested)
            {
                problem = $"the warehouse cannot be written ({trouble.Message.Split('\n')[0]}); it is tried again";
                logger.LogWarning("{Problem}", problem);
                await Task.Delay(AfterTrouble, clock, CancellationToken.None);
            }
        }
    }

    private static void Told(IEventLog log, List<LogRecord> records)
    {
        foreach (IGrouping<int, LogRecord> partition in records.GroupBy(r => r.Partition))
            log.Commit(Consumer, partition.Key, partition.Max(r => r.Offset) + 1);
    }

    private IEnumerable<Task> Pumps(IEventLog from, LiveLoad load)
    {
        long[] next = load.Positions(from == log ? "log" : "rejected", from.Partitions);
        for (int p = 0; p < from.Partitions; p++)
        {
            from.Commit(Consumer, p, next[p]);
            yield return Pump(from, p, next[p]);
        }
    }

    private async Task Pump(IEventLog from, int partition, long next)
    {
        try
        {
            await foreach (IReadOnlyList<LogRecord> records in from.ReadAsync(partition, next, pumping.Token))
                await waiting.Writer.WriteAsync(new Gathered(from, records), pumping.Token);
        }
        catch (OperationCanceledException)
        {
            return;   // the server stops; the position says where to go on
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        if (ExecuteTask is { IsCompleted: false })
            return;   // the work still ends by them, as after a start that failed
        pumping.Dispose();
        back.Dispose();
    }
}
