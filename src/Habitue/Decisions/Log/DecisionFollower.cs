using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Habitue.Decisions.Log;

/// <summary>
/// Follows the log of events, a task per partition: tells <see cref="DecisionMemory"/> what happened, logs the outcomes found, and hands decisions
/// and outcomes to the warehouse. A snapshot of the memory lies beside the positions it was taken at; from there the log is read again.
/// </summary>
internal sealed class DecisionFollower(IEventLog log, DecisionMemory memory, DecisionWriter writer, DecisionTables tables, DecisionSnapshots snapshots, WorldLoader worlds, TimeProvider clock, ILogger<DecisionFollower> logger) : BackgroundService
{
    public const string Consumer = "decisions";
    private static readonly TimeSpan BetweenSnapshots = TimeSpan.FromMinutes(1);

    /// <summary>Held while an event is taken in and while a snapshot is made. Followers await it: eight that block while a snapshot takes its second would leave requests no thread.</summary>
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly long[] positions = new long[log.Partitions];
    private long unreadable;

    /// <summary>Events of the log that could not be read; they are passed by.</summary>
    public long Unreadable => Interlocked.Read(ref unreadable);

    /// <summary>Where each partition is read next.</summary>
    public long Position(int partition) => Volatile.Read(ref positions[partition]);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        worlds.LoadTables(cancellationToken);   // before: which products are listed decides whose stock is remembered without a limit
        var saved = snapshots.Restore(memory);
        worlds.LoadFile();                      // after: a bandit whose recipe the file has changed begins anew
        for (var partition = 0; partition < positions.Length; partition++)
        {
            _ = log.Position(Consumer, partition); // from now on the log keeps what was not read
            positions[partition] = Math.Max(log.Start(partition), saved is not null && partition < saved.Count ? saved[partition] : 0);
        }
        tables.Prepare(memory.Recent);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        TrySave();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, positions.Length).Select(partition => Task.Run(() => Follow(partition, stoppingToken), stoppingToken)).Append(Tidy(stoppingToken)));

    private async Task Follow(int partition, CancellationToken cancel)
    {
        await foreach (var records in log.ReadAsync(partition, Position(partition), cancel))
        {
            foreach (var record in records)
                if (Read(record) is { } happened)
                {
                    IReadOnlyList<Outcome> found;
                    await gate.WaitAsync(cancel);
                    try
                    {
                        found = memory.Take(happened);
                        Volatile.Write(ref positions[partition], record.Offset + 1);
                    }
                    finally
                    {
                        gate.Release();
                    }
                    foreach (var outcome in found)
                        await writer.AddAsync(new LogEntry(happened.Key, DecisionJson.Reward(outcome.Decision, outcome.Reward, happened.UserId, happened.AnonymousId, happened.Timestamp), LogId.Of(DecisionJson.RewardId(outcome.Decision))), cancel);
                    await tables.Take(partition, record.Offset, happened, cancel);
                }
                else
                {
                    Volatile.Write(ref positions[partition], record.Offset + 1);
                }
            tables.Reached(partition, Position(partition));
        }
    }

    private CustomerEvent? Read(LogRecord record)
    {
        try
        {
            return CustomerEvent.Read(record);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException)
        {
            if (Interlocked.Increment(ref unreadable) == 1) logger.LogWarning("Record {Offset} of partition {Partition} cannot be read and is passed by: {Problem}", record.Offset, record.Partition, wrong.Message);
            return null;
        }
    }

    private async Task Tidy(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(BetweenSnapshots, clock);
        // On a thread of its own: with many decisions it takes a second, for which a thread of the pool would be missing elsewhere.
        while (await timer.WaitForNextTickAsync(cancel)) await Task.Factory.StartNew(TrySave, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Without a new snapshot the next start reads more of the log, and nothing is lost: a full disk must not end the following.</summary>
    private void TrySave()
    {
        try
        {
            Save();
        }
        catch (IOException trouble)
        {
            logger.LogWarning("No snapshot of what decisions remember can be written; it is tried again: {Problem}", trouble.Message);
        }
    }

    private void Save()
    {
        gate.Wait();
        try
        {
            snapshots.Save(memory, positions, Eligibility.Seconds(clock.GetUtcNow().UtcDateTime));
        }
        finally
        {
            gate.Release();
        }
        for (var partition = 0; partition < positions.Length; partition++) log.Commit(Consumer, partition, Math.Min(Position(partition), tables.Kept(partition)));
    }
}
