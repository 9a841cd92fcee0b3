using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The formulas of BG/NBD for eight customers at once. All spans are whole vectors long. Where the processor has no registers for eight, the runtime takes the
/// same operations by fours, twos or one by one (the tests pass with DOTNET_EnableAVX512=0 and DOTNET_EnableHWIntrinsic=0 too).
/// </summary>
internal static class BgNbdKernels
{
    public const int Width = 8;

    /// <summary>The sum of -r ln(alpha + T), and its gradient by r and alpha.</summary>
    public static void SumWithoutRepeats(double r, double alpha, ReadOnlySpan<double> age, ReadOnlySpan<double> weight, Span<double> into)
    {
        Vector512<double> logs = default, inverses = default;
        for (var i = 0; i < age.Length; i += Width)
        {
            var (until, customers) = (Vector512.Create(age[i..]) + Vector512.Create(alpha), Vector512.Create(weight[i..]));
            logs += customers * Vector512.Log(until);
            inverses += customers / until;
        }

        into.Clear();
        into[0] = -r * Vector512.Sum(logs);
        into[1] = -Vector512.Sum(logs);
        into[2] = -r * Vector512.Sum(inverses);
    }

    /// <summary>
    /// The sum of ln((alpha + T)^-(r+x) + a / (b+x-1) (alpha + t_x)^-(r+x)), and its gradient by r, alpha, a and b. The second
    /// term's share of the two is the probability that the customer has left.
    /// </summary>
    public static void SumWithRepeats(
        double r, double alpha, double a, double b, ReadOnlySpan<double> x, ReadOnlySpan<double> recency, ReadOnlySpan<double> age, ReadOnlySpan<double> weight, Span<double> into)
    {
        Vector512<double> value = default, byR = default, byAlpha = default, byA = default, byB = default;
        var one = Vector512<double>.One;
        for (var i = 0; i < x.Length; i += Width)
        {
            var (n, customers) = (Vector512.Create(x[i..]), Vector512.Create(weight[i..]));
            var (until, last) = (Vector512.Create(age[i..]) + Vector512.Create(alpha), Vector512.Create(recency[i..]) + Vector512.Create(alpha));
            var (shape, stays) = (n + Vector512.Create(r), Vector512.Max(n + Vector512.Create(b - 1), Vector512.Create(1e-300)));
            var (logUntil, logRatio) = (Vector512.Log(until), Vector512.Log(until / last));
            var odds = Vector512.Log(Vector512.Create(a) / stays) + (shape * logRatio); // of having left, in logarithms
            var small = Vector512.Exp(-Vector512.Abs(odds));
            var left = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(odds, Vector512<double>.Zero), one, small) / (one + small);
            value += customers * (Vector512.Max(odds, Vector512<double>.Zero) + Vector512.Log(one + small) - (shape * logUntil));
            byR += customers * ((left * logRatio) - logUntil);
            byAlpha += customers * shape * (((one - left) / until) + (left / last));
            byA += customers * left;
            byB += customers * left / stays;
        }

        into[0] = Vector512.Sum(value);
        into[1] = Vector512.Sum(byR);
        into[2] = -Vector512.Sum(byAlpha);
        into[3] = Vector512.Sum(byA) / a;
        into[4] = -Vector512.Sum(byB);
    }

    /// <summary>How likely customers are still there: 1 over 1 + the odds of having left (0 without a repeat purchase).</summary>
    public static Vector512<double> Alive(double r, double alpha, double a, double b, Vector512<double> x, Vector512<double> recency, Vector512<double> age)
    {
        var one = Vector512<double>.One;
        var ratio = Vector512.Log((age + Vector512.Create(alpha)) / (recency + Vector512.Create(alpha)));
        var odds = Vector512.Create(a) / (x + Vector512.Create(b - 1)) * Vector512.Exp((x + Vector512.Create(r)) * ratio);
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), one, one / (one + odds));
    }

    /// <summary>
    /// The numerator of equation 10, what a customer who is still there is expected to buy:
    /// (a+b+x-1)/(a-1) (1 - ((alpha+T)/(alpha+T+t))^(r+x) 2F1(r+x, b+x; a+b+x-1; t/(alpha+T+t))).
    /// By Euler's transformation (Abramowitz and Stegun 15.3.3) the power times 2F1 is q^(a-1) 2F1(a+b-1-r, a-1; a+b+x-1; 1-q) with
    /// q = (alpha+T)/(alpha+T+t), of which the slope is taken: few terms however large x is, and no 0/0 at a = 1 or a + b = 1.
    /// </summary>
    public static Vector512<double> ExpectedWhileAlive(double r, double alpha, double a, double b, Vector512<double> x, Vector512<double> age, double periods)
    {
        var until = age + Vector512.Create(alpha);
        var end = until + Vector512.Create(periods);
        var c = x + Vector512.Create(a + b - 1);
        var slope = SpecialFunctions.HypergeometricSlope(a + b - 1 - r, a - 1, c, Vector512.Create(periods) / end);
        var log = Vector512.Log(until / end);
        var y = log * (a - 1);
        return -((c * log * Growth(y)) + (Vector512.Exp(y) * slope));
    }

    /// <summary>(e^y - 1) / y; near 0 by its series.</summary>
    private static Vector512<double> Growth(Vector512<double> y)
    {
        var one = Vector512<double>.One;
        var series = one;
        for (var k = 14; k >= 2; k--) series = one + (series * y / (double)k);
        var near = Vector512.LessThan(Vector512.Abs(y), Vector512.Create(0.5));
        return Vector512.ConditionalSelect(near, series, (Vector512.Exp(y) - one) / Vector512.ConditionalSelect(near, one, y));
    }
}
