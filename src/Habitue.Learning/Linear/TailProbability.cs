namespace Habitue.Learning.Linear;

/// <summary>How often chance alone gives a figure as far from 0 or farther, on either side.</summary>
internal static class TailProbability
{
    /// <summary>Of the normal distribution: the complementary error function of |z| / √2, to about fifteen digits.</summary>
    public static double Normal(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        if (double.IsNaN(x)) return double.NaN;
        if (x > 27) return 0;
        if (x < 2)
        {
            // The series of Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6.
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-17 * sum; n++) sum += term *= 2 * x * x / ((2 * n) + 1);
            return 1 - (2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum);
        }

        // The continued fraction 7.1.14, from its end.
        var fraction = 0.0;
        for (var n = 120; n >= 1; n--) fraction = n / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }

    /// <summary>Of Student's distribution: the incomplete beta function at freedom / (freedom + t²) of freedom / 2 and ½.</summary>
    public static double Student(double t, double freedom)
    {
        if (double.IsNaN(t) || !(freedom > 0)) return double.NaN;
        return double.IsInfinity(t) ? 0 : IncompleteBeta(freedom / (freedom + (t * t)), freedom / 2, 0.5);
    }

    /// <summary>How far from 0 the middle share of a distribution reaches: 1.96 for 0.95 of the normal one.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <param name="freedom">Of Student's distribution; infinite for the normal one.</param>
    public static double Reach(double share, double freedom)
    {
        double low = 0, high = 1;
        for (; Outside(high) > 1 - share; high *= 2) low = high;
        for (var halving = 0; halving < 80; halving++)
        {
            var middle = (low + high) / 2;
            if (Outside(middle) > 1 - share) low = middle;
            else high = middle;
        }

        return high;

        double Outside(double t) => double.IsInfinity(freedom) ? Normal(t) : Student(t, freedom);
    }

    /// <summary>Regularized; the continued fraction 26.5.8 by Lentz's method.</summary>
    private static double IncompleteBeta(double x, double a, double b)
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

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>Stirling's series (6.1.41) from 12 on, and the recurrence down to it.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 12; x++) shift -= Math.Log(x);
        var inverse = 1 / (x * x);
        var series = (1 / 12.0) - (inverse * ((1 / 360.0) - (inverse * ((1 / 1260.0) - (inverse * ((1 / 1680.0) - (inverse / 1188.0)))))));
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x);
    }
}
