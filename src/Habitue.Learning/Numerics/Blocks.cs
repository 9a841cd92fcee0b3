using System.Runtime.ExceptionServices;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Runs numbered blocks of work on several threads. Which thread takes which block is left to chance, so a
/// block may only write what is its own; whoever sums over blocks does it afterwards, in their order. The
/// number of blocks must come from the data, never from the number of threads. This is the one to use; the others serve what it
/// does not: <see cref="Workers"/> scratch memory for each thread, <see cref="Crew"/> thousands of short runs in one fit, and
/// <see cref="Partner"/> the same two pieces of a few microseconds over and over.
/// </summary>
internal static class Blocks
{
    public static void Run(int count, FitRun run, Action<int> work)
    {
        var threads = Math.Min(run.Workers, count);
        if (threads <= 1)
        {
            for (var i = 0; i < count; i++)
            {
                run.Cancel.ThrowIfCancellationRequested();
                work(i);
            }

            return;
        }

        var job = new Job(count, work, run.Cancel);
        for (var helper = 1; helper < threads; helper++)
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    /// <summary>The caller works too, so a pool without a free thread delays nothing.</summary>
#pragma warning disable CA1001 // A helper may hold the event when the caller has left; without a wait handle there is nothing to free.
    private sealed class Job(int count, Action<int> work, CancellationToken cancel) : IThreadPoolWorkItem
#pragma warning restore CA1001
    {
        private readonly ManualResetEventSlim finished = new();
        private Exception? failure;
        private int taken = -1;
        private int done;

        public void Execute()
        {
            for (var i = Interlocked.Increment(ref taken); i < count; i = Interlocked.Increment(ref taken))
            {
                try
                {
                    if (Volatile.Read(ref failure) is null)
                    {
                        cancel.ThrowIfCancellationRequested();
                        work(i);
                    }
                }
#pragma warning disable CA1031 // Rethrown on the calling thread by Wait.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }

                if (Interlocked.Increment(ref done) == count) finished.Set();
            }
        }

        public void Wait()
        {
            finished.Wait(CancellationToken.None); // not the caller's token: blocks must not outlive the call
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        }
    }
}
