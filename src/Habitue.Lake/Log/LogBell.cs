namespace Habitue.Lake.Log;

/// <summary>
/// Tells consumers that more has come, a few milliseconds after it has, and once for all that came meanwhile: with many small
/// requests the log grows a thousand times a second, and to wake every consumer of every partition each time costs more than
/// to write the events.
/// </summary>
internal sealed class LogBell : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly LogTail[] tails;
    private readonly object gate = new();
    private readonly Thread thread;
    private bool isRung, isClosed;

    public LogBell(LogTail[] tails)
    {
        this.tails = tails;
        thread = new Thread(Run) { Name = "log bell", IsBackground = true };
        thread.Start();
    }

    /// <summary>Something was added to a tail.</summary>
    public void Ring()
    {
        lock (gate)
        {
            if (isRung)
                return;
            isRung = true;
            Monitor.Pulse(gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            lock (gate)
            {
                while (!isRung && !isClosed)
                    Monitor.Wait(gate);
                if (!isClosed)
                    Monitor.Wait(gate, Pause);   // what comes meanwhile is told with it
                if (isClosed)
                    return;
                isRung = false;
            }

            foreach (LogTail tail in tails)
                tail.Tell();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
    }
}
