using Habitue.Learning.Numerics;

namespace Habitue.Learning.Statistics;

/// <summary>What p-values are worth when many questions were asked.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// Each p-value adjusted so that, believing all up to a limit, at most that share of them is expected to be false. The values may come in
    /// any order; cost: sorting them. Source: Benjamini and Hochberg, "Controlling the false discovery rate" (1995).
    /// </summary>
    /// <param name="pValues">From 0 to 1.</param>
    /// <param name="tests">How many questions were asked, at least as many as there are values; 0 means as many. The values left out count as larger than all others.</param>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues, double tests = 0)
    {
        if (tests == 0) tests = pValues.Length;
        if (!(tests >= pValues.Length)) throw new ArgumentOutOfRangeException(nameof(tests), tests, $"There are {pValues.Length} p-values, so there were at least as many tests.");
        var (sorted, order, adjusted) = (pValues.ToArray(), new int[pValues.Length], new double[pValues.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            if (!(sorted[i] is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(pValues), sorted[i], $"P-value {i} is not between 0 and 1.");
            order[i] = i;
        }

        RadixSort.Rising(sorted, order);
        var least = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            least = Math.Min(least, sorted[i] * tests / (i + 1));
            adjusted[order[i]] = least;
        }

        return adjusted;
    }
}
