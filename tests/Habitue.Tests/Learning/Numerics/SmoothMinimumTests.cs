using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class SmoothMinimumTests
{
    /// <summary>Rosenbrock's valley (1960): its bottom is at 1, 1; the second derivatives there are 802, -400, 200.</summary>
    private static double Valley(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (along, across) = (1 - x[0], x[1] - (x[0] * x[0]));
        gradient[0] = (-2 * along) - (400 * across * x[0]);
        gradient[1] = 200 * across;
        return (along * along) + (100 * across * across);
    }

    [Fact]
    public void It_finds_the_bottom_of_Rosenbrocks_valley()
    {
        var minimum = new SmoothMinimum(Valley, [-1.2, 1]);

        Assert.True(minimum.Run(200, 1e-20, default));

        Iris.Near([1, 1], minimum.X, 1e-7);
        Iris.Near([802, -400, -400, 200], minimum.SecondDerivatives(), 1e-2);
    }

    [Fact]
    public void It_says_when_the_iterations_ran_out()
    {
        var minimum = new SmoothMinimum(Valley, [-1.2, 1]);

        Assert.False(minimum.Run(3, 1e-20, default));
        Assert.Equal(3, minimum.Iterations);
    }

    [Fact]
    public void A_known_metric_goes_there_in_one_step()
    {
        var minimum = new SmoothMinimum(Bowl, [5, -3], metric: [0.5, 0, 0, 0.125]);

        Assert.True(minimum.Run(10, 1e-12, default));
        Iris.Near([3.5, -2.5], minimum.X, 1e-12);
        Assert.InRange(minimum.Iterations, 1, 3);

        static double Bowl(ReadOnlySpan<double> x, Span<double> gradient)
        {
            (gradient[0], gradient[1]) = (2 * (x[0] - 3.5), 8 * (x[1] + 2.5));
            return ((x[0] - 3.5) * (x[0] - 3.5)) + (4 * (x[1] + 2.5) * (x[1] + 2.5));
        }
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => new SmoothMinimum(Valley, [-1.2, 1]).Run(10, 0, new FitRun(cancel.Token)));
    }
}
