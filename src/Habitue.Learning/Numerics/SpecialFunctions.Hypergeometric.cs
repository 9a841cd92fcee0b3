using System.Runtime.Intrinsics;

namespace Habitue.Learning.Numerics;

internal static partial class SpecialFunctions
{
    private const int MostTerms = 1_000_000;
    private const double Negligible = 1e-17;

    /// <summary>Gauss' hypergeometric function 2F1(a, b; c; z) by its series (15.1.1).</summary>
    /// <param name="z">From 0 to below 1; near 1 the series is long.</param>
    public static double Hypergeometric(double a, double b, double c, double z) => 1 + (b / c * HypergeometricSlope(a, b, c, z));

    /// <summary>
    /// (2F1(a, b; c; z) - 1) c / b. Unlike that quotient it loses no digits when b or c is near 0: b and c do not occur in
    /// its own series, whose terms are (a)_n (b+1)_(n-1) / (c+1)_(n-1) z^n / n! for n = 1, 2 …
    /// </summary>
    /// <param name="c">Above -1.</param>
    /// <param name="z">From 0 to below 1.</param>
    public static double HypergeometricSlope(double a, double b, double c, double z)
    {
        var (term, sum) = (a * z, a * z);
        for (var n = 1; n < MostTerms && Math.Abs(term) > Negligible * Math.Abs(sum); n++)
        {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
        }

        return sum;
    }

    /// <summary>Eight of <see cref="HypergeometricSlope(double, double, double, double)"/> at once, with c and z of their own.</summary>
    public static Vector512<double> HypergeometricSlope(double a, double b, Vector512<double> c, Vector512<double> z)
    {
        var term = z * a;
        var sum = term;
        for (var n = 1; n < MostTerms && Vector512.GreaterThanAny(Vector512.Abs(term), Vector512.Abs(sum) * Negligible); n++)
        {
            term *= z * ((a + n) * (b + n)) / ((c + Vector512.Create((double)n)) * (n + 1.0));
            sum += term;
        }

        return sum;
    }
}
