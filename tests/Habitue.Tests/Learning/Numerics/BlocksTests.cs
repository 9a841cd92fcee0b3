using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class BlocksTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(7, 1)]
    [InlineData(1_000, 4)]
    public void Every_block_runs_once(int count, int threads)
    {
        var ran = new int[count];

        Blocks.Run(count, new FitRun(Threads: threads), i => Interlocked.Increment(ref ran[i]));

        Assert.All(ran, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_error_in_a_block_reaches_the_caller(int threads)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Blocks.Run(
            100, new FitRun(Threads: threads), i =>
            {
                if (i == 50) throw new InvalidOperationException("block 50");
            }));

        Assert.Equal("block 50", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_cancelled_run_starts_no_further_block(int threads)
    {
        using var cancel = new CancellationTokenSource();
        var ran = 0;

        Assert.Throws<OperationCanceledException>(() => Blocks.Run(
            10_000, new FitRun(cancel.Token, Threads: threads), i =>
            {
                Interlocked.Increment(ref ran);
                cancel.Cancel();
            }));

        Assert.InRange(ran, 1, threads);
    }
}
