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
    private readonly HashSet<UInt128> seen = [];
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partitions => partitions;

    /// <summary>What the next appends throw; null for nothing.</summary>
    public Exception? Trouble { get; set; }

    public string? Problem => Trouble?.Message;

    public ValueTask<LogReceipt> AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        if (Trouble is { } trouble) throw trouble;
        var duplicates = new bool[entries.Count];
        TaskCompletionSource told;
        lock (records)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                duplicates[i] = entries[i].Id != default && !seen.Add(entries[i].Id);
                if (!duplicates[i]) records[LogPartition.Of(entries[i].Key, partitions)].Add(entries[i].Value.ToArray());
            }
            (told, grown) = (grown, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        told.SetResult();
        return ValueTask.FromResult(new LogReceipt(entries.Count, duplicates));
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

    public void Forget(string consumer)
    {
        foreach (var place in positions.Keys.Where(place => place.Item1 == consumer)) positions.TryRemove(place, out _);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Everything, as texts.</summary>
    public IReadOnlyList<string> Texts()
    {
        lock (records) return [.. records.SelectMany(partition => partition).Select(value => Encoding.UTF8.GetString(value.Span))];
    }
}
