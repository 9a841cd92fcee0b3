namespace Habitue.Learning.Numerics;

/// <summary>
/// The gamma function and its kin for positive arguments; the tails of distributions are in the other parts of this class. Errors are below 1e-13 of the larger of 1 and the result; the tests compare with
/// scipy.special. Sources: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), the numbers in brackets.
/// </summary>
internal static partial class SpecialFunctions
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    private static readonly double[] LogFactorials = [.. Enumerable.Range(0, 32).Select(n => Enumerable.Range(1, n).Sum(i => Math.Log(i)))];

    /// <summary>The logarithm of the gamma function: Stirling's series (6.1.41) from 12 on, carried down by the recurrence (6.1.15).</summary>
    /// <param name="x">Above 0.</param>
    public static double LogGamma(double x)
    {
        if (!(x > 0)) return x == 0 ? double.PositiveInfinity : double.NaN;
        if (x > 1e17) return x * (Math.Log(x) - 1);
        var product = 1.0;
        for (; x < 12; x++) product *= x;
        var (inverse, square) = (1 / x, 1 / (x * x));
        var series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680)
            - (square * ((1.0 / 1188) - (square * ((691.0 / 360360) - (square / 156))))))))))));
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + series - (product == 1 ? 0 : Math.Log(product));
    }

    /// <summary>The logarithm of n!: from a table below 32, else of the gamma function of n + 1 (6.1.5).</summary>
    /// <param name="n">0 or more.</param>
    public static double LogFactorial(int n) => (uint)n < (uint)LogFactorials.Length ? LogFactorials[n] : LogGamma(n + 1.0);

    /// <summary>The derivative of <see cref="LogGamma"/>: the asymptotic series (6.3.18) from 12 on, carried down by the recurrence (6.3.5).</summary>
    /// <param name="x">Above 0.</param>
    public static double Digamma(double x)
    {
        if (!(x > 0)) return double.NaN;
        var below = 0.0;
        for (; x < 12; x++) below += 1 / x;
        var square = 1 / (x * x);
        var series = square * ((1.0 / 12) - (square * ((1.0 / 120) - (square * ((1.0 / 252) - (square * ((1.0 / 240)
            - (square * ((1.0 / 132) - (square * ((691.0 / 32760) - (square / 12))))))))))));
        return Math.Log(x) - (0.5 / x) - series - below;
    }

    /// <summary>The logarithm of the beta function (6.2.2).</summary>
    public static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);
}
