using Habitue.Learning;
using Habitue.Learning.Evaluation.Drift;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class DriftTests
{
    private static readonly Reference Expected = Reference.Of("drift");
    private static readonly double[] Before = Expected.Doubles("a");
    private static readonly double[] Now = Expected.Doubles("b");
    private static readonly double[][] Counts = Expected.Rows("counts");

    [Fact]
    public void Distances_and_tests_are_those_of_scipy()
    {
        var ks = DriftMeasures.KolmogorovSmirnov(Before, Now);
        Reference.Near([Expected.Number("ks"), Expected.Number("ksP")], [ks.Statistic, ks.PValue], 1e-10);
        Assert.Equal(Expected.Number("wasserstein"), DriftMeasures.Wasserstein(Before, Now), 1e-10);
        Assert.Equal(Expected.Number("jensenShannon"), DriftMeasures.JensenShannon(Counts[0], Counts[1]), 1e-10);
        var chi = DriftMeasures.ChiSquared(Counts[0], Counts[1]);
        Reference.Near([Expected.Number("chi"), Expected.Number("chiP")], [chi.Statistic, chi.PValue], 1e-10);
        Assert.Equal(Expected.Number("psiCounts"), DriftMeasures.PsiOfCounts(Counts[0], Counts[1]), 1e-10);
        Assert.Equal(Expected.Number("psi"), DriftMeasures.Psi(Before, Now, bins: 5), 1e-10);
    }

    [Fact]
    public void Large_samples_take_the_limit()
    {
        // The distance is known by construction: the second sample has nothing in the first twentieth.
        double[] a = [.. Enumerable.Range(0, 3_000).Select(i => i / 3_000.0)], b = [.. Enumerable.Range(0, 2_500).Select(i => (i / 2_500.0 * 0.95) + 0.05)];

        var test = DriftMeasures.KolmogorovSmirnov(a, b);

        Assert.Equal(0.05, test.Statistic, 1e-3);
        Assert.Equal(SpecialFunctions.KolmogorovTail(test.Statistic * Math.Sqrt(3_000 * 2_500 / 5_500.0)), test.PValue, 1e-12);
        Assert.Equal(Expected.Number("largeP"), SpecialFunctions.KolmogorovTail(Expected.Number("largeD") * Math.Sqrt(3_000 * 2_500 / 5_500.0)), 1e-10);
    }

    [Fact]
    public void Nothing_in_common_is_the_largest_distance()
    {
        Assert.Equal(Math.Sqrt(Math.Log(2)), DriftMeasures.JensenShannon([1, 0], [0, 5]), 1e-12);
        Assert.Equal(1, DriftMeasures.KolmogorovSmirnov([1, 2, 3], [4, 5, 6]).Statistic);
        Assert.Equal(2.0 / 20, DriftMeasures.KolmogorovSmirnov([1, 2, 3], [4, 5, 6]).PValue, 1e-12); // two of the C(6,3) = 20 orders
        Assert.Equal(3, DriftMeasures.Wasserstein([1, 2, 3], [4, 5, 6]), 1e-12);
        Assert.Equal(new DriftTest(0, 1), DriftMeasures.ChiSquared([5, 0], [9, 0]));
        // One bin empties: (0.0001 - 0.5) ln(0.0001 / 0.5) + (1 - 0.5) ln(1 / 0.5).
        Assert.Equal((-0.4999 * Math.Log(0.0002)) + (0.5 * Math.Log(2)), DriftMeasures.PsiOfCounts([5, 5], [0, 7]), 1e-12);
    }

    [Fact]
    public void Bad_samples_are_named()
    {
        Assert.Equal("before", Assert.Throws<BadDataException>(() => DriftMeasures.Psi([], [1])).Column);
        Assert.Equal(("now", 1), Assert.Throws<BadDataException>(() => DriftMeasures.Wasserstein([1], [1, double.NaN])) is var error ? (error.Column, error.Row) : default);
        Assert.Contains("2 counts on one side and 1 on the other", Assert.Throws<BadDataException>(() => DriftMeasures.ChiSquared([1, 2], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("are 0", Assert.Throws<BadDataException>(() => DriftMeasures.JensenShannon([1, 2], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Throws<BadDataException>(() => DriftMeasures.JensenShannon([1, -2], [1, 0])).Row);
    }
}
