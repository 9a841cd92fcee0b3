namespace Habitue.Live.Warehousing;

/// <summary>
/// Whose turn it is to bring rows into the warehouse: one at a time of the writer of live events, a run and a replay, because each numbers its loads. While somebody else has it, live events wait
/// in the log.
/// </summary>
internal sealed class WarehouseTurn : IDisposable
{
    private readonly SemaphoreSlim free = new(1);
    private long others;

    /// <summary>How often somebody other than the writer has had a turn: the loads of the writer must not go on over that.</summary>
    public long Others => Interlocked.Read(ref others);

    /// <summary>Waits for a turn; disposing what is returned ends it.</summary>
    public async Task<IDisposable> Take(CancellationToken cancel, bool isWriter = false)
    {
        await free.WaitAsync(cancel);
        if (!isWriter) Interlocked.Increment(ref others);
        return new Mine(free);
    }

    /// <summary>A turn if one comes within this time; null when somebody keeps it longer, as a run does.</summary>
    public async Task<IDisposable?> TakeWithin(TimeSpan patience, CancellationToken cancel)
    {
        if (!await free.WaitAsync(patience, cancel)) return null;
        Interlocked.Increment(ref others);
        return new Mine(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Mine(SemaphoreSlim free) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) free.Release();
        }
    }
}
