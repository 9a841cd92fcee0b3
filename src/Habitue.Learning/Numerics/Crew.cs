using System.Runtime.ExceptionServices;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Threads that stay together through one fit, for work that comes in thousands of short pieces: between two pieces they
/// wait awake for some microseconds before they lie down. Like <see cref="Blocks"/>, whichever thread takes whichever
/// block, so a block may only write what is its own. For long pieces use <see cref="Blocks"/>.
/// </summary>
internal sealed class Crew : IDisposable
{
    private const int Awake = 300;

    private readonly Thread[] helpers;
    private readonly SemaphoreSlim bed = new(0);
    private Action<int> work = _ => { };
    private Exception? failure;
    private long state; // 20 bits that count the runs, 22 of the number of blocks, 22 of the next block
    private int asleep;
    private int done;
    private volatile bool over;

    public Crew(int threads)
    {
        helpers = new Thread[Math.Max(0, threads - 1)];
        for (var i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Help) { IsBackground = true, Name = "crew" };
            helpers[i].Start();
        }
    }

    public int Size => helpers.Length + 1;

    /// <summary>Runs the blocks and waits for all; with one block or one thread it is a plain loop.</summary>
    public void Run(int count, Action<int> what)
    {
        if (helpers.Length == 0 || count < 2 || count >= 1 << 22)
        {
            for (var i = 0; i < count; i++) what(i);
            return;
        }

        work = what;
        Volatile.Write(ref done, 0);
        Volatile.Write(ref state, ((((state >> 44) + 1) & 0xF_FFFF) << 44) | ((long)count << 22));
        Interlocked.MemoryBarrier(); // what is to be done must be seen by a helper that is about to lie down
        var wake = Math.Min(Volatile.Read(ref asleep), count - 1);
        if (wake > 0) bed.Release(wake);
        while (Take() is >= 0 and var block) Do(block);
        var spin = default(SpinWait);
        while (Volatile.Read(ref done) < count) spin.SpinOnce(sleep1Threshold: -1);
        if (failure is not { } thrown) return;
        failure = null;
        ExceptionDispatchInfo.Throw(thrown);
    }

    public void Dispose()
    {
        over = true;
        bed.Release(helpers.Length + 1);
        foreach (var helper in helpers) helper.Join();
        bed.Dispose();
    }

    /// <summary>The next block that nobody has taken, or -1.</summary>
    private int Take()
    {
        while (true)
        {
            var now = Volatile.Read(ref state);
            var (next, count) = ((int)(now & 0x3F_FFFF), (int)((now >> 22) & 0x3F_FFFF));
            if (next >= count) return -1;
            if (Interlocked.CompareExchange(ref state, now + 1, now) == now) return next;
        }
    }

    private void Do(int block)
    {
        try
        {
            work(block);
        }
#pragma warning disable CA1031 // Rethrown on the calling thread by Run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }

        Interlocked.Increment(ref done);
    }

    private void Help()
    {
        var idle = 0;
        while (!over)
        {
            if (Take() is >= 0 and var block)
            {
                Do(block);
                idle = 0;
            }
            else if (++idle < Awake)
            {
                Thread.SpinWait(8);
            }
            else
            {
                Interlocked.Increment(ref asleep);
                var s = Volatile.Read(ref state);
                if ((s & 0x3F_FFFF) >= ((s >> 22) & 0x3F_FFFF) && !over) bed.Wait(CancellationToken.None);
                Interlocked.Decrement(ref asleep);
                idle = 0;
            }
        }
    }
}
