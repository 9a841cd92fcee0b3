namespace Habitue.Lake.Log;

/// <summary>What waits for the writer, bounded by bytes.</summary>
internal sealed class LogQueue(long mostBytes)
{
    private const long GroupBytes = 8 << 20;
    private readonly object gate = new();
    private readonly Queue<LogAppend> waiting = new();
    private long bytes;
    private bool isClosed, isWoken;

    /// <exception cref="LogFullException">Too much waits already.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public void Add(LogAppend append)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, typeof(SqliteLog));
            if (bytes > 0 && bytes + append.Bytes > mostBytes)
                throw new LogFullException(TimeSpan.FromSeconds(1));
            bytes += append.Bytes;
            waiting.Enqueue(append);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Makes the writer look, though nothing waits.</summary>
    public void Wake()
    {
        lock (gate)
        {
            isWoken = true;
            Monitor.Pulse(gate);
        }
    }

    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Takes what waits, at most one transaction of it; waits for it a while.</summary>
    /// <returns>False when the log is closed and nothing waits any more.</returns>
    public bool Take(List<LogAppend> group, TimeSpan patience)
    {
        group.Clear();
        lock (gate)
        {
            if (waiting.Count == 0 && !isClosed && !isWoken)
                Monitor.Wait(gate, patience);
            isWoken = false;
            for (long size = 0; waiting.Count > 0 && (size == 0 || size + waiting.Peek().Bytes <= GroupBytes);)
            {
                LogAppend append = waiting.Dequeue();
                size += append.Bytes;
                group.Add(append);
            }

            return group.Count > 0 || !isClosed;
        }
    }

    /// <summary>What was taken is written: its room is free.</summary>
    public void Release(List<LogAppend> group)
    {
        lock (gate)
            foreach (LogAppend append in group)
                bytes -= append.Bytes;
    }
}
