using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Habitue.Lake.Log;

namespace Habitue.Tests.Decisions;

/// <summary>A log of events that lives in memory, with partitions and positions like a durable one. It outlives servers that are started over it.</summary>
internal sealed class MemoryLog(int partitions = 2) : IEventLog
{
    private readonly List<ReadOnlyMemory<byte>>[] records = [.. Enumerable.Range(0, partitions).Select(_ => new List<ReadOnlyMemory<byte>>())];
    private readonly ConcurrentDictionary<(string, int), long> positions = new();
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partitions => partitions;

    /// <summary>What the next appends throw; null for nothing.</summary>
    public Exception? Trouble { get; set; }

    public ValueTask AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        if (Trouble is { } trouble) throw trouble;
        TaskCompletionSource told;
        lock (records)
        {
            foreach (var entry in entries) records[LogPartition.Of(entry.Key, partitions)].Add(entry.Value.ToArray());
            (told, grown) = (grown, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        told.SetResult();
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<IReadOnlyList<LogRecord>> ReadAsync(int partition, long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            LogRecord[] found;
            Task more;
            lock (records)
            {
                found = [.. records[partition].Skip((int)from).Select((value, i) => new LogRecord(partition, from + i, value))];
                more = grown.Task;
            }
            from += found.Length;
            if (found.Length > 0) yield return found;
            else await more.WaitAsync(cancel);
        }
    }

    public long End(int partition)
    {
        lock (records) return records[partition].Count;
    }

    public long Start(int partition) => 0;

    public long Position(string consumer, int partition) => positions.GetValueOrDefault((consumer, partition));

    public void Commit(string consumer, int partition, long next) => positions[(consumer, partition)] = next;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Everything, as texts.</summary>
    public IReadOnlyList<string> Texts()
    {
        lock (records) return [.. records.SelectMany(partition => partition).Select(value => Encoding.UTF8.GetString(value.Span))];
    }
}
