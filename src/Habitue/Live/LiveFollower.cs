using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live.Segments;
using Habitue.Live.Snapshots;
using Habitue.Profiles;
using Microsoft.Extensions.Hosting;

namespace Habitue.Live;

/// <summary>
/// Keeps live state beside the log: restores the snapshots, reads the log from there to its end and on, and takes new snapshots as it goes. The state is a function of the log, so it
/// is after a crash what it was before.
/// </summary>
internal sealed class LiveFollower(IEventLog log, LiveCustomers live, ProfileBook profiles, TriggerWriter triggers, LiveDefinitionsFile definitions, TimeProvider clock, LiveFolder folder, MoveTellers tellers) : IHostedService, IDisposable
{
    /// <summary>With more triggers than this waiting for the log, events wait too.</summary>
    private const int MostTriggers = 10_000;

    /// <summary>The name under which its position is known to the log.</summary>
    public const string Consumer = "live";

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] read = new long[log.Partitions];
    private Task running = Task.CompletedTask;
    private long unreadable;

    /// <summary>What had to be said about the start, such as a snapshot that was damaged.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>Completes when everything that lay in the log at the start has been read.</summary>
    public Task CaughtUp => caughtUp.Task;

    /// <summary>How long the start took, until the state was what it had been.</summary>
    public TimeSpan? StartTook { get; private set; }

    /// <summary>Why the log is followed no more; null while it is.</summary>
    public string? Failed { get; private set; }

    /// <summary>Records of the log that are no events.</summary>
    public long Unreadable => Interlocked.Read(ref unreadable);

    /// <summary>Records of the log that have not been read yet.</summary>
    public long Lag => Enumerable.Range(0, log.Partitions).Sum(partition => Math.Max(0, log.End(partition) - Volatile.Read(ref read[partition])));

    public async Task StartAsync(CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        for (var partition = 0; partition < log.Partitions; partition++) _ = log.Position(Consumer, partition);   // known from now on, the log keeps what was not read
        live.Moved = move =>
        {
            triggers.Write(move);
            tellers.Tell?.Invoke(move);
        };
        Words = await live.Restore(folder.Path, definitions.Current, cancel);
        await live.Replay(cancel);
        running = Task.Run(async () =>
        {
            try
            {
                await Follow(begun);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                Failed = $"live state stopped following the log: {failed.Message}";
                throw;
            }
        }, CancellationToken.None);
    }

    /// <summary>Stops reading, and writes down what it knows, so that the next start has little to read.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!caughtUp.Task.IsCompletedSuccessfully) return;
        try
        {
            await Snapshot(cancel);
        }
        catch (Exception problem) when (problem is IOException || (problem is OperationCanceledException && cancel.IsCancellationRequested))
        {
            SnapshotProblem = NoSnapshot(problem);   // such as on a full disk; the stop goes on
        }
    }

    /// <summary>Writes a snapshot of every shard.</summary>
    public async Task Snapshot(CancellationToken cancel)
    {
        var lowest = Enumerable.Repeat(long.MaxValue, log.Partitions).ToArray();
        for (var shard = 0; shard < live.Shards; shard++)
        {
            var (content, offsets) = await live.Snapshot(shard, cancel);
            // What the shard brought about elsewhere must be on the disk before the events that brought it about are read no more.
            await triggers.Flush(cancel);
            await profiles.Flush(cancel);
            SnapshotFile.Write(folder.Path, shard, content);
            for (var partition = 0; partition < lowest.Length; partition++) lowest[partition] = Math.Min(lowest[partition], offsets[partition]);
        }
        for (var partition = 0; partition < lowest.Length; partition++) log.Commit(Consumer, partition, lowest[partition]);
    }

    private async Task Follow(long begun)
    {
        var cancel = stopping.Token;
        var old = Enumerable.Range(0, log.Partitions).Select(partition => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var readers = Enumerable.Range(0, log.Partitions).Select(partition => Task.Run(() => Read(partition, old[partition], cancel), cancel)).ToArray();
        await Task.WhenAny(Task.WhenAll(old.Select(one => one.Task)), Task.WhenAll(readers));
        if (cancel.IsCancellationRequested) return;
        await live.GoLive(cancel);
        StartTook = clock.GetElapsedTime(begun);
        caughtUp.TrySetResult();
        await Task.WhenAny(Task.WhenAll(readers), Snapshots(cancel));
        await Task.WhenAll(readers);
    }

    private async Task Snapshots(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(folder.SnapshotEvery, clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                await Snapshot(cancel);
                SnapshotProblem = null;
            }
            catch (IOException problem)
            {
                SnapshotProblem = NoSnapshot(problem);
            }
        }
    }

    private static string NoSnapshot(Exception problem) => $"no snapshot of live state can be written ({problem.Message.TrimEnd('.')}); a restart takes longer, and nothing is lost";

    /// <summary>Why snapshots cannot be written; null when they can.</summary>
    public string? SnapshotProblem { get; private set; }

    private async Task Read(int partition, TaskCompletionSource old, CancellationToken cancel)
    {
        var (from, end) = (Math.Max(await live.NextOf(partition, cancel), log.Start(partition)), log.End(partition));
        Volatile.Write(ref read[partition], from);
        if (from >= end) old.TrySetResult();
        await foreach (var records in log.ReadAsync(partition, from, cancel))
        {
            if (records.Count == 0) continue;
            var next = records[^1].Offset + 1;
            if (triggers.Waiting > MostTriggers) await triggers.Flush(cancel);
            await live.Take(partition, next, Events(records), cancel);
            Volatile.Write(ref read[partition], next);
            if (next >= end) old.TrySetResult();
        }
    }

    private IEnumerable<(long, CustomerEvent)> Events(IReadOnlyList<LogRecord> records)
    {
        foreach (var record in records)
        {
            CustomerEvent happened;
            try
            {
                happened = CustomerEvent.Read(record);
            }
            catch (Exception broken) when (broken is JsonException or ArgumentException or FormatException)
            {
                Interlocked.Increment(ref unreadable);
                continue;
            }
            yield return (record.Offset, happened);
        }
    }

    public void Dispose() => stopping.Dispose();
}

/// <summary>Where live state is kept, and how often.</summary>
internal sealed record LiveFolder(string Path)
{
    public TimeSpan SnapshotEvery { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Who else wants to hear of moves; set when somebody watches.</summary>
internal sealed class MoveTellers
{
    public Action<Transition>? Tell { get; set; }
}
