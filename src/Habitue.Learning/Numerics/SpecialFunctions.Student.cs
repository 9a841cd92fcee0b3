namespace Habitue.Learning.Numerics;

internal static partial class SpecialFunctions
{
    /// <summary>How likely a value of Student's distribution is farther from 0 than <paramref name="t"/> (26.7.1): the p-value of a two-sided test.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="freedom">The degrees of freedom, above 0; infinite for the normal distribution.</param>
    public static double StudentTwoTails(double t, double freedom)
    {
        if (double.IsNaN(t) || !(freedom > 0)) return double.NaN;
        if (double.IsPositiveInfinity(freedom)) return NormalTwoTails(t);
        return double.IsInfinity(t) ? 0 : IncompleteBeta(freedom / (freedom + (t * t)), freedom / 2, 0.5);
    }

    /// <summary>How far from 0 the middle share of Student's distribution reaches: 1.96 for 0.95 with infinite freedom. By halving.</summary>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="freedom">The degrees of freedom, above 0; infinite for the normal distribution.</param>
    public static double StudentReach(double share, double freedom)
    {
        double low = 0, high = 1;
        for (; StudentTwoTails(high, freedom) > 1 - share; high *= 2) low = high;
        for (var halving = 0; halving < 80; halving++)
        {
            var middle = (low + high) / 2;
            if (StudentTwoTails(middle, freedom) > 1 - share) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>The regularized incomplete beta function I_x(a, b): the continued fraction (26.5.8) by Lentz's method.</summary>
    /// <param name="x">From 0 to 1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - IncompleteBeta(1 - x, b, a);
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) - LogBeta(a, b)) / a;
        double c = 1, d = 1 / (1 - ((a + b) * x / (a + 1))), value = d;
        for (var m = 1; m < 10_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / (1 + (even * d));
            c = 1 + (even / c);
            value *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / (1 + (odd * d));
            c = 1 + (odd / c);
            var change = c * d;
            value *= change;
            if (Math.Abs(change - 1) < 1e-16) break;
        }

        return front * value;
    }
}
