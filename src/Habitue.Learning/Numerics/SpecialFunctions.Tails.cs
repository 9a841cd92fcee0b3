namespace Habitue.Learning.Numerics;

internal static partial class SpecialFunctions
{
    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// The upper regularized incomplete gamma function Q(a, x): one minus the series (6.5.29) below a + 1, the continued
    /// fraction (6.5.31) above, so that small tails keep their digits.
    /// </summary>
    /// <param name="a">Above 0.</param>
    /// <param name="x">0 or more.</param>
    public static double UpperGamma(double a, double x)
    {
        if (!(a > 0) || !(x >= 0)) return double.NaN;
        if (x == 0) return 1;
        if (double.IsPositiveInfinity(x)) return 0;
        return x < a + 1 ? 1 - Series(a, x) : Fraction(a, x);
    }

    /// <summary>The lower regularized incomplete gamma function P(a, x) = 1 - Q(a, x), exact where it is small.</summary>
    public static double LowerGamma(double a, double x)
    {
        if (!(a > 0) || !(x >= 0)) return double.NaN;
        if (x == 0) return 0;
        if (double.IsPositiveInfinity(x)) return 1;
        return x < a + 1 ? Series(a, x) : 1 - Fraction(a, x);
    }

    /// <summary>How likely a standard normal value is above <paramref name="z"/> (26.2.3).</summary>
    public static double NormalTail(double z) =>
        z >= 0 ? 0.5 * UpperGamma(0.5, 0.5 * z * z) : 1 - (0.5 * UpperGamma(0.5, 0.5 * z * z));

    /// <summary>How likely a standard normal value is farther from 0 than <paramref name="z"/>: the p-value of a two-sided test.</summary>
    public static double NormalTwoTails(double z) => UpperGamma(0.5, 0.5 * z * z);

    /// <summary>How likely a chi-squared value is above <paramref name="x"/> (26.4.19).</summary>
    /// <param name="x">0 or more.</param>
    /// <param name="freedom">The degrees of freedom, above 0.</param>
    public static double ChiSquaredTail(double x, double freedom) => UpperGamma(0.5 * freedom, 0.5 * x);

    /// <summary>The value that a standard normal value is below with this probability: (26.2.23), sharpened by Halley's steps.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double NormalQuantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1)) return double.NaN;
        if (probability is 0 or 1) return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (probability == 0.5) return 0;
        var tail = Math.Min(probability, 1 - probability);
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var z = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (var step = 0; step < 3; step++)
        {
            var error = (NormalTail(z) - tail) * RootTwoPi * Math.Exp(0.5 * z * z);
            z += error / (1 - (0.5 * z * error));
        }

        return probability < 0.5 ? -z : z;
    }

    private static double Series(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; term > Negligible * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }

    /// <summary>Evaluated by Lentz's method as modified by Thompson and Barnett (1986).</summary>
    private static double Fraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var (c, d) = (1 / tiny, 1 / b);
        var value = d;
        for (var n = 1; n < MostTerms; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = (numerator * d) + b;
            if (Math.Abs(d) < tiny) d = tiny;
            c = b + (numerator / c);
            if (Math.Abs(c) < tiny) c = tiny;
            d = 1 / d;
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16) break;
        }

        return value * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }
}
