using static Habitue.Learning.Numerics.SpecialFunctions;

namespace Habitue.Learning.Patterns;

/// <summary>
/// The upper tail of the hypergeometric distribution: Fisher's exact test of a table of two by two, one-sided.
/// Source: Fisher, The Design of Experiments (1935).
/// </summary>
public static class FisherExact
{
    /// <summary>
    /// How likely at least <paramref name="both"/> baskets would hold both things by chance, when <paramref name="first"/> of <paramref name="all"/>
    /// baskets hold the one and <paramref name="second"/> the other.
    /// </summary>
    public static double Greater(int both, int first, int second, int all)
    {
        int least = (int)Math.Max(0, (long)first + second - all), most = Math.Min(first, second);
        if (both <= least) return 1;
        if (both > most) return 0;

        // The smaller tail is summed from its largest term outwards.
        var mode = (int)((first + 1L) * (second + 1L) / (all + 2L));
        if (both > mode) return Math.Min(1, Sum(both, +1, most));
        return Math.Max(0, 1 - Sum(both - 1, -1, least));

        double Sum(int from, int step, int last)
        {
            double term = Math.Exp(LogProbability(from)), sum = term;
            for (var x = from; x != last && term > sum * 1e-17; x += step)
            {
                term *= step > 0 ? Ratio(x) : 1 / Ratio(x - 1);
                sum += term;
            }

            return sum;
        }

        // P(x + 1) / P(x)
        double Ratio(int x) => (double)(first - x) * (second - x) / ((x + 1.0) * ((double)all - first - second + x + 1));

        double LogProbability(int x) =>
            LogFactorial(first) + LogFactorial(all - first) + LogFactorial(second) + LogFactorial(all - second)
            - LogFactorial(all) - LogFactorial(x) - LogFactorial(first - x) - LogFactorial(second - x) - LogFactorial(all - first - second + x);
    }
}
