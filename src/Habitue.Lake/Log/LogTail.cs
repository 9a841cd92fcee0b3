namespace Habitue.Lake.Log;

/// <summary>
/// The last blocks of one partition in memory, so that consumers at the end need not read the disk, and the signal that more has
/// come. In the newest of them consumers share what they make of the records.
/// </summary>
internal sealed class LogTail
{
    private const int SharedPart = 2, MostRecords = 500, MostBytes = 256 << 10;

    /// <summary>What consumers made is forgotten after so long, by when each that keeps up has read it: kept for longer, the garbage collector would copy all of it.</summary>
    private const long SharedMilliseconds = 500;

    private readonly long mostBytes;
    private readonly Lock gate = new();
    private readonly List<LogBlock> blocks = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long bytes, next, sharedBytes;
    private int dropped, unshared;
    private bool hasNews;

    /// <param name="mostBytes">How much stays in memory.</param>
    /// <param name="begin">The offset of the first record to come.</param>
    public LogTail(long mostBytes, long begin) => (this.mostBytes, Begin, next) = (mostBytes, begin, begin);

    /// <summary>The offset of the first record after the log was opened.</summary>
    public long Begin { get; }

    public long End
    {
        get
        {
            lock (gate)
                return next;
        }
    }

    /// <summary>Adds what is on the disk. Who waits is told by <see cref="Tell"/>.</summary>
    public void Add(LogBlock block)
    {
        block.Share();
        lock (gate)
        {
            blocks.Add(block);
            bytes += block.Bytes;
            sharedBytes += block.Bytes;
            next = block.Next;
            hasNews = true;
            long old = block.SharedAt - SharedMilliseconds;
            for (; unshared < blocks.Count - 1 && (sharedBytes > mostBytes / SharedPart || blocks[unshared].SharedAt < old); unshared++)
            {
                sharedBytes -= blocks[unshared].Bytes;
                blocks[unshared].Unshare();
            }

            while (bytes > mostBytes && dropped < blocks.Count - 1)
            {
                bytes -= blocks[dropped].Bytes;
                blocks[dropped++] = null!;
            }

            if (dropped > 256 && dropped > blocks.Count / 2)
            {
                blocks.RemoveRange(0, dropped);
                (unshared, dropped) = (unshared - dropped, 0);
            }
        }
    }

    /// <summary>Tells those who wait that more has come, when it has.</summary>
    public void Tell()
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            if (!hasNews)
                return;
            hasNews = false;
            (waiting, more) = (more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
    }

    /// <summary>Takes records from an offset on, some blocks of them.</summary>
    /// <param name="from">The offset.</param>
    /// <param name="taken">The records; null when there are none in memory.</param>
    /// <param name="wait">Ends when more has come; null when there is more to read now.</param>
    /// <returns>False when the offset is no longer in memory.</returns>
    public bool Take(long from, out IReadOnlyList<LogRecord>? taken, out Task? wait)
    {
        taken = null;
        lock (gate)
        {
            wait = from >= next ? more.Task : null;
            if (wait is not null)
                return true;
            int at = Find(from), to = at;
            if (at < dropped)
                return false;
            int count = 0;
            for (int size = 0; to < blocks.Count && count < MostRecords && size < MostBytes; to++)
            {
                count += blocks[to].Count;
                size += blocks[to].Bytes;
            }

            taken = to == at + 1 && blocks[at].First == from ? blocks[at].Records : Gathered(at, to, from, count);
            return true;
        }
    }

    private List<LogRecord> Gathered(int at, int to, long from, int count)
    {
        var all = new List<LogRecord>(count);
        for (; at < to; at++)
            blocks[at].AddTo(all, from);
        return all;
    }

    /// <summary>The block that holds an offset; -1 when it lies before all of them.</summary>
    private int Find(long offset)
    {
        int low = dropped, high = blocks.Count - 1;
        if (high < low || offset < blocks[low].First)
            return -1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (blocks[middle].First <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
