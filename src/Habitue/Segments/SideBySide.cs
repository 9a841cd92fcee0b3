namespace Habitue.Segments;

/// <summary>
/// Numbered pieces of work of very different length, such as methods that compete, on several threads. They are begun in their
/// order and handed out one by one; each writes only what is its own, so that their number of threads changes nothing.
/// </summary>
internal static class SideBySide
{
    /// <summary>Returns when all pieces are done, or none is running any more after one failed.</summary>
    /// <param name="threads">How many may work; 0 means one per processor.</param>
    public static void Each(int count, int threads, Action<int> work, CancellationToken cancel)
    {
        var next = -1;
        var helpers = new Task[Math.Max(0, Math.Min(count, threads > 0 ? threads : Environment.ProcessorCount) - 1)];
        for (var i = 0; i < helpers.Length; i++) helpers[i] = Task.Run(Work, CancellationToken.None);
        try
        {
            Work();
        }
        finally
        {
            // Waits without judging: what failed first is told below, or by the exception that is on its way.
            Task.WhenAny(Task.WhenAll(helpers)).Wait(CancellationToken.None);
        }
        foreach (var helper in helpers) helper.GetAwaiter().GetResult();

        void Work()
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    cancel.ThrowIfCancellationRequested();
                    work(i);
                }
            }
            catch
            {
                Interlocked.Exchange(ref next, count);
                throw;
            }
        }
    }
}
