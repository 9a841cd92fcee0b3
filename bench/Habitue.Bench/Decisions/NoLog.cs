using System.Runtime.CompilerServices;
using Habitue.Lake.Log;

namespace Habitue.Bench.Decisions;

/// <summary>A log that takes everything and keeps nothing: what decisions cost without the disk behind them.</summary>
internal sealed class NoLog : IEventLog
{
    public long Taken { get; private set; }

    public int Partitions => 1;

    public ValueTask AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        Taken += entries.Count;
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<IReadOnlyList<LogRecord>> ReadAsync(int partition, long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        yield break;
    }

    public long End(int partition) => 0;

    public long Start(int partition) => 0;

    public long Position(string consumer, int partition) => 0;

    public void Commit(string consumer, int partition, long next) => Taken += 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
