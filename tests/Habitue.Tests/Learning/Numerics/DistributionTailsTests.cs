using Habitue.Learning.Linear;
using Habitue.Learning.Numerics;
using Reference = Habitue.Tests.Learning.Evaluation.Reference;

namespace Habitue.Tests.Learning.Numerics;

/// <summary>What tests and intervals read off distributions, against scipy.stats.</summary>
public sealed class DistributionTailsTests
{
    [Fact]
    public void Tails_are_those_of_scipy()
    {
        var functions = Reference.Of("functions");
        foreach (var pair in functions.Rows("normal")) Assert.Equal(1, SpecialFunctions.NormalTail(-pair[0]) / pair[1], 1e-12);
        foreach (var pair in functions.Rows("quantile")) Assert.Equal(pair[1], SpecialFunctions.NormalQuantile(pair[0]), 1e-12);
        foreach (var three in functions.Rows("chi")) Assert.Equal(1, SpecialFunctions.ChiSquaredTail(three[0], three[1]) / three[2], 1e-11);
        foreach (var pair in functions.Rows("kolmogorov")) Assert.Equal(1, SpecialFunctions.KolmogorovTail(pair[0]) / pair[1], 1e-11);
        Assert.Equal((1.0, 1.0, 1.0), (SpecialFunctions.ChiSquaredTail(0, 3), SpecialFunctions.KolmogorovTail(0), SpecialFunctions.NormalTwoTails(0)));
    }

    /// <summary><c>2 * scipy.stats.norm.sf(z)</c>, scipy 1.10.1.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.6170750774519739)]
    [InlineData(-1.959963984540054, 0.05)]
    [InlineData(2.9, 0.003731626600768075)]
    [InlineData(6, 1.973175290075389e-09)]
    [InlineData(30, 9.813427854295816e-198)]
    [InlineData(50, 0)]
    public void The_normal_distribution(double z, double expected) =>
        Assert.Equal(1, (SpecialFunctions.StudentTwoTails(z, double.PositiveInfinity) + 1e-300) / (expected + 1e-300), 1e-12);

    /// <summary><c>2 * scipy.stats.t.sf(t, freedom)</c></summary>
    [Theory]
    [InlineData(0, 5, 1)]
    [InlineData(1, 1, 0.5)]
    [InlineData(2.5, 3, 0.08770664700806555)]
    [InlineData(-4.2, 114, 5.319945181790766e-05)]
    [InlineData(1.2, 399984, 0.23014005119232978)]
    [InlineData(40, 2, 0.0006244146721847406)]
    public void Students_distribution(double t, double freedom, double expected) => Assert.Equal(1, SpecialFunctions.StudentTwoTails(t, freedom) / expected, 1e-8);

    [Fact]
    public void Reach_is_the_way_back()
    {
        Assert.Equal(1.959963984540054, SpecialFunctions.StudentReach(0.95, double.PositiveInfinity), 1e-12);
        Assert.Equal(12.706204736432095, SpecialFunctions.StudentReach(0.95, 1), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Coefficient("x", null, 1, 1).Interval(1));
    }

    [Fact]
    public void What_is_not_a_number_stays_so() =>
        Assert.All([(double.NaN, 3.0), (double.NaN, double.PositiveInfinity), (1.0, 0.0), (1.0, double.NaN)], pair => Assert.Equal(double.NaN, SpecialFunctions.StudentTwoTails(pair.Item1, pair.Item2)));
}
