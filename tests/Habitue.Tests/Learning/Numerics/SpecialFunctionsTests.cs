using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;
using Habitue.Tests.Learning.Lifetime;

namespace Habitue.Tests.Learning.Numerics;

/// <summary>Against scipy.special and scipy.stats.</summary>
public sealed class SpecialFunctionsTests
{
    private const double Exact = 1e-13;

    [Fact]
    public void The_gamma_functions_are_those_of_scipy()
    {
        Compare("log_gamma", Exact, v => SpecialFunctions.LogGamma(v[0]));
        Compare("digamma", Exact, v => SpecialFunctions.Digamma(v[0]));
        Compare("log_beta", Exact, v => SpecialFunctions.LogBeta(v[0], v[1]));
    }

    [Fact]
    public void Factorials_are_sums_of_logarithms()
    {
        var sum = 0.0;
        for (var n = 1; n <= 200; n++) Reference.Near(sum += Math.Log(n), SpecialFunctions.LogFactorial(n), 1e-14);
        Assert.Equal(0, SpecialFunctions.LogFactorial(0));
    }

    [Fact]
    public void The_hypergeometric_function_is_that_of_scipy() =>
        Compare("hypergeometric", 1e-12, v => SpecialFunctions.Hypergeometric(v[0], v[1], v[2], v[3]));

    [Fact]
    public void Eight_slopes_at_once_are_what_they_are_one_by_one()
    {
        Vector512<double> c = Vector512.Create(0.5, 1, 2, 3, 10, 40, 0.01, 7), z = Vector512.Create(0, 0.1, 0.5, 0.9, 0.99, 0.3, 0.7, 0.999);

        var together = SpecialFunctions.HypergeometricSlope(-1.3, 0.4, c, z);

        for (var lane = 0; lane < 8; lane++) Reference.Near(SpecialFunctions.HypergeometricSlope(-1.3, 0.4, c[lane], z[lane]), together[lane], 1e-14);
    }

    [Fact]
    public void The_slope_has_a_value_where_the_quotient_has_none() =>
        // a = 1, b = c = 0: the terms are (n-1)! / (n-1)! z^n = z^n, whose sum is z / (1 - z).
        Reference.Near(0.6 / 0.4, SpecialFunctions.HypergeometricSlope(1, 0, 0, 0.6), 1e-14);

    [Fact]
    public void The_incomplete_gamma_functions_are_those_of_scipy()
    {
        Compare("upper_gamma", 1e-12, v => SpecialFunctions.UpperGamma(v[0], v[1]), relative: true);
        Compare("lower_gamma", 1e-12, v => SpecialFunctions.LowerGamma(v[0], v[1]), relative: true);
    }

    [Fact]
    public void Tails_keep_their_digits_however_small_they_are()
    {
        Compare("normal_tail", 1e-12, v => SpecialFunctions.NormalTail(v[0]), relative: true);
        Compare("chi_squared_tail", 1e-12, v => SpecialFunctions.ChiSquaredTail(v[0], v[1]), relative: true);
        Compare("normal_quantile", 1e-12, v => SpecialFunctions.NormalQuantile(v[0]));
        Assert.Equal(0.05, SpecialFunctions.NormalTwoTails(-1.959963984540054), 1e-14);
    }

    [Fact]
    public void Outside_their_domain_there_is_no_number()
    {
        Assert.Equal(double.PositiveInfinity, SpecialFunctions.LogGamma(0));
        Assert.True(double.IsNaN(SpecialFunctions.LogGamma(-1.5)));
        Assert.True(double.IsNaN(SpecialFunctions.Digamma(0)));
        Assert.True(double.IsNaN(SpecialFunctions.UpperGamma(0, 1)));
        Assert.True(double.IsNaN(SpecialFunctions.LowerGamma(1, -1)));
        Assert.True(double.IsNaN(SpecialFunctions.NormalQuantile(1.1)));
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], [SpecialFunctions.NormalQuantile(0), SpecialFunctions.NormalQuantile(1)]);
        Assert.Equal([1, 0, 0, 1], [SpecialFunctions.UpperGamma(2, 0), SpecialFunctions.UpperGamma(2, double.PositiveInfinity), SpecialFunctions.LowerGamma(2, 0), SpecialFunctions.LowerGamma(2, double.PositiveInfinity)]);
        Assert.Equal(1e20 * (Math.Log(1e20) - 1), SpecialFunctions.LogGamma(1e20), 1e8);
    }

    private static void Compare(string name, double tolerance, Func<double[], double> ours, bool relative = false)
    {
        var rows = Reference.Rows("special_functions", name);
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var found = ours(row[..^1]);
            Assert.True(
                Math.Abs(found - row[^1]) <= tolerance * (relative ? Math.Abs(row[^1]) : Math.Max(1, Math.Abs(row[^1]))),
                $"{name}({string.Join(", ", row[..^1])}) is {found:R}, scipy has {row[^1]:R}");
        }
    }
}
