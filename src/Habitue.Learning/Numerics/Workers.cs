using System.Collections.Concurrent;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Runs numbered blocks of work as <see cref="Blocks"/> does, each with a worker's own scratch memory, which the next block takes
/// over; tells progress as the share of blocks that are done. For blocks without scratch memory use <see cref="Blocks"/>.
/// </summary>
internal static class Workers
{
    private const int Tellings = 64;

    public static void Run<T>(int count, FitRun run, Func<T> make, Action<T, int> work)
    {
        var (idle, gate, done) = (new ConcurrentBag<T>(), new Lock(), 0);
        var each = Math.Max(1, count / Tellings);
        Blocks.Run(count, run, block =>
        {
            if (!idle.TryTake(out var worker)) worker = make();
            work(worker, block);
            idle.Add(worker);
            if (run.Progress is null) return;
            lock (gate)
                if (++done % each == 0) run.Progress.Report((double)done / count);
        });
    }
}
