using System.Runtime.CompilerServices;

namespace Habitue.Lake.Log;

/// <summary>
/// The log in one SQLite file (<c>log.db</c> in the home), in WAL mode with synchronous=FULL: all appends that wait share one
/// transaction and one fsync. For one process on one machine.
/// </summary>
public sealed class SqliteLog : IEventLog
{
    public const string FileName = "log.db";
    private readonly LogStore store;
    private readonly LogReading reading;
    private readonly LogQueue queue;
    private readonly LogTail[] tails;
    private readonly LogPositions positions;
    private readonly LogWriter writer;
    private readonly CancellationTokenSource closing = new();
    private readonly List<string> repairs;
    private bool isDisposed;

    private SqliteLog(string folder, LogSettings settings, string name)
    {
        repairs = [.. WriteAheadFile.Torn(Path.Combine(folder, name + "-wal")) is { } cut ? [cut] : Array.Empty<string>()];
        (store, string? salvaged) = LogSalvage.Open(folder, name, settings.Partitions);
        if (salvaged is not null)
            repairs.Add(salvaged);
        reading = new LogReading(store);
        queue = new LogQueue(settings.QueueBytes);
        DateTimeOffset now = settings.Clock.GetUtcNow();
        var seen = new SeenIds(settings.IdsFor, Path.Combine(folder, name + "-ids-"));
        long stored = reading.ReadIds(now - settings.IdsFor, (id, appended) => seen.Add(id, SeenIds.DayOf(appended), SeenIds.DayOf(now)));
        tails = [.. Enumerable.Range(0, store.Partitions).Select(p => new LogTail(settings.TailBytes / store.Partitions, reading.EndOf(p)))];
        positions = new LogPositions(store.Partitions, reading.Positions());
        CheckLast();
        writer = new LogWriter(store, settings, queue, tails, positions, seen, [.. Enumerable.Range(0, store.Partitions).Select(reading.StartOf)], stored, new LogCheckpoint(store));
    }

    /// <summary>Opens the log of a home, and makes it when it is not there.</summary>
    /// <param name="folder">The home's folder.</param>
    /// <param name="settings">How it is kept.</param>
    /// <param name="name">The name of its file.</param>
    public static SqliteLog Open(string folder, LogSettings? settings = null, string name = FileName) => new(folder, settings ?? new LogSettings(), name);

    public int Partitions => store.Partitions;

    public string? Problem => writer.Problem;

    /// <summary>What was damaged in the files and left out, in sentences; empty when nothing was.</summary>
    public IReadOnlyList<string> Repairs
    {
        get
        {
            lock (reading.Damages)
                return [.. repairs, .. reading.Damages];
        }
    }

    public async ValueTask<LogReceipt> AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(entries);
        cancel.ThrowIfCancellationRequested();
        var append = new LogAppend(entries, Partitions);
        queue.Add(append);
        // No way back from here: the writer reads the caller's memory until it has written it.
        return await append.Done.ConfigureAwait(false);
    }

    public async IAsyncEnumerable<IReadOnlyList<LogRecord>> ReadAsync(int partition, long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, closing.Token);
        long next = Math.Max(from, Start(partition));
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (!tails[partition].Take(next, out IReadOnlyList<LogRecord>? records, out Task? more))
            {
                var stored = new List<LogRecord>();
                long read = reading.Read(partition, next, stored);
                records = stored;
                // Behind a gap that damage left, or that retention made meanwhile.
                next = read > next ? read : Math.Max(Math.Max(next + 1, tails[partition].Begin), Start(partition));
            }
            else if (more is not null)
            {
                await more.WaitAsync(stop.Token).ConfigureAwait(false);
            }

            if (records is null or { Count: 0 })
                continue;
            next = records[^1].Offset + 1;
            yield return records;
        }
    }

    public long End(int partition) => tails[partition].End;

    public long Start(int partition) => writer.StartOf(partition);

    public long Position(string consumer, int partition) => positions.Get(consumer, partition);

    public void Commit(string consumer, int partition, long next) => positions.Set(consumer, partition, next);

    public void Forget(string consumer) => positions.Forget(consumer);

    /// <summary>The newest batch of each partition is looked at, since an unclean end would have struck there.</summary>
    private void CheckLast()
    {
        for (int p = 0; p < store.Partitions; p++)
            if (reading.LastBatchOf(p) is { } first)
                reading.Read(p, first, []);
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await closing.CancelAsync().ConfigureAwait(false);
        await Task.Run(writer.Dispose).ConfigureAwait(false);
        store.Dispose();
        closing.Dispose();
    }
}
