namespace Habitue.Learning.Numerics;

/// <summary>
/// A second thread for pieces of work of a few microseconds, which a thread pool would hand out too slowly. It spins while it
/// waits. Whoever comes first does the piece: when the partner has no processor just now, the caller does both.
/// For more than two pieces at a time, or a fit with pauses, use <see cref="Crew"/>; for pieces of a millisecond or more <see cref="Blocks"/>.
/// </summary>
internal sealed class Partner : IDisposable
{
    private readonly Action work;
    private readonly Thread thread;
    private Exception? failure;
    private int asked;
    private int taken;
    private int done;
    private bool leave;

    public Partner(Action work)
    {
        this.work = work;
        thread = new Thread(Serve) { IsBackground = true, Name = "Second half of a batch" };
        thread.Start();
    }

    /// <summary>Does both pieces, the other one on the other thread if it is free.</summary>
    public void Together(Action mine)
    {
        Volatile.Write(ref asked, asked + 1);
        mine();
        if (!TryTake())
        {
            var wait = default(SpinWait);
            while (Volatile.Read(ref done) != asked) wait.SpinOnce(sleep1Threshold: -1);
        }

        if (failure is not null) throw new InvalidOperationException("The second half of a batch failed.", failure);
    }

    public void Dispose()
    {
        Volatile.Write(ref leave, true);
        thread.Join();
    }

    private void Serve()
    {
        var wait = default(SpinWait);
        while (!Volatile.Read(ref leave))
        {
            if (TryTake()) wait.Reset();
            else wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private bool TryTake()
    {
        var number = Volatile.Read(ref asked);
        if (Volatile.Read(ref taken) == number || Interlocked.CompareExchange(ref taken, number, number - 1) != number - 1) return false;
        try
        {
            work();
        }
#pragma warning disable CA1031 // Rethrown by the caller's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        Volatile.Write(ref done, number);
        return true;
    }
}
