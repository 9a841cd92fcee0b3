using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation.Drift;

/// <summary>A test of whether two samples come from one distribution.</summary>
/// <param name="Statistic">How far apart they are.</param>
/// <param name="PValue">How likely it would be to see them this far apart if they did.</param>
public sealed record DriftTest(double Statistic, double PValue);

/// <summary>
/// How far what comes in now has moved from what a model learned from. With many rows p-values find differences that
/// matter to nobody: look at PSI and distances first. Samples are numbers without missing values; counts are one number
/// per category (or bin), the same categories in the same order on both sides.
/// <code>
/// double psi = DriftMeasures.Psi(trainingSpend, thisWeeksSpend);   // below 0.1 calm, above 0.25 look into it
/// </code>
/// </summary>
/// <exception cref="BadDataException">A sample is empty or holds a value that is missing or infinite; counts differ in length, are negative or all 0.</exception>
public static class DriftMeasures
{
    // Siddiqi's convention leaves an empty bin open; a share this small keeps the index finite.
    private const double LeastShare = 1e-4;

    /// <summary>
    /// The population stability index over bins that hold equal shares of the first sample. An empty bin counts as one
    /// ten-thousandth. 0 for equal samples, never negative. Cost: O(n log n). Source: Siddiqi, Credit Risk Scorecards (2006).
    /// </summary>
    /// <param name="before">What the model learned from.</param>
    /// <param name="now">What comes in.</param>
    /// <param name="bins">How many bins, at least 2; fewer are used when quantiles coincide.</param>
    public static double Psi(ReadOnlySpan<double> before, ReadOnlySpan<double> now, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        var (a, b) = (Sorted(before, nameof(before)), Sorted(now, nameof(now)));
        double[] edges = [.. Enumerable.Range(1, bins - 1).Select(i => Quantile(a, (double)i / bins)).Distinct()];
        return PsiOfCounts(Counts(a, edges), Counts(b, edges));
    }

    /// <summary>The population stability index of counts by category.</summary>
    public static double PsiOfCounts(ReadOnlySpan<double> countsBefore, ReadOnlySpan<double> countsNow)
    {
        var (a, b) = (Shares(countsBefore, countsNow.Length), Shares(countsNow, countsBefore.Length));
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var (before, now) = (Math.Max(a[i], LeastShare), Math.Max(b[i], LeastShare));
            sum += (now - before) * Math.Log(now / before);
        }

        return sum;
    }

    /// <summary>
    /// The two-sample test of Kolmogorov and Smirnov: the largest distance between the two shares of rows up to a value. The
    /// p-value is exact (by counting paths) while the product of the sizes is at most four million, else the limit; ties make it
    /// larger than it need be. Cost: O(n log n), exact O(n m). Source: Smirnov (1939); Kim and Jennrich (1973).
    /// </summary>
    public static DriftTest KolmogorovSmirnov(ReadOnlySpan<double> before, ReadOnlySpan<double> now)
    {
        var (a, b) = (Sorted(before, nameof(before)), Sorted(now, nameof(now)));
        var (most, i, j) = (0L, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            most = Math.Max(most, Math.Abs(((long)i * b.Length) - ((long)j * a.Length)));
        }

        var product = (double)a.Length * b.Length;
        var p = product <= 4_000_000 ? ExactTail(a.Length, b.Length, most) : SpecialFunctions.KolmogorovTail(most / product * Math.Sqrt(product / (a.Length + b.Length)));
        return new DriftTest(most / product, Math.Clamp(p, 0, 1));
    }

    /// <summary>
    /// The distance of Jensen and Shannon between two shares by category: 0 for equal ones, sqrt(ln 2) = 0.83 when no category
    /// is in both. It needs no floor for empty categories. Cost: O(categories). Source: Endres and Schindelin (2003).
    /// </summary>
    public static double JensenShannon(ReadOnlySpan<double> countsBefore, ReadOnlySpan<double> countsNow)
    {
        var (a, b) = (Shares(countsBefore, countsNow.Length), Shares(countsNow, countsBefore.Length));
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var middle = (a[i] + b[i]) / 2;
            if (a[i] > 0) sum += a[i] * Math.Log(a[i] / middle) / 2;
            if (b[i] > 0) sum += b[i] * Math.Log(b[i] / middle) / 2;
        }

        return Math.Sqrt(Math.Max(0, sum));
    }

    /// <summary>
    /// How far values must be moved on average to make one sample of the other, in their unit: the area between the two
    /// cumulative shares. Cost: O(n log n). Source: Vallender (1974).
    /// </summary>
    public static double Wasserstein(ReadOnlySpan<double> before, ReadOnlySpan<double> now)
    {
        var (a, b) = (Sorted(before, nameof(before)), Sorted(now, nameof(now)));
        var (sum, i, j, last) = (0.0, 0, 0, Math.Min(a[0], b[0]));
        while (i < a.Length || j < b.Length)
        {
            var value = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            sum += Math.Abs(((double)i / a.Length) - ((double)j / b.Length)) * (value - last);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            last = value;
        }

        return sum;
    }

    /// <summary>
    /// Pearson's chi-squared test that two rows of counts have the same shares. Categories that neither has are left out; with one
    /// category left there is nothing to differ and the p-value is 1. Expected counts should be 5 or more. Source: Pearson (1900).
    /// </summary>
    public static DriftTest ChiSquared(ReadOnlySpan<double> countsBefore, ReadOnlySpan<double> countsNow)
    {
        var (a, b) = (Shares(countsBefore, countsNow.Length), Shares(countsNow, countsBefore.Length));
        var (totalA, totalB) = (Sum(countsBefore), Sum(countsNow));
        var (statistic, categories) = (0.0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            var share = (countsBefore[i] + countsNow[i]) / (totalA + totalB);
            if (share == 0) continue;
            categories++;
            statistic += (totalA * (a[i] - share) * (a[i] - share) / share) + (totalB * (b[i] - share) * (b[i] - share) / share);
        }

        return new DriftTest(statistic, categories < 2 ? 1 : SpecialFunctions.ChiSquaredTail(statistic, categories - 1));
    }

    /// <summary>The probability that the largest distance is at least this one (times both sizes): 1 less the share of paths that stay below it.</summary>
    private static double ExactTail(int m, int n, long distance)
    {
        if (distance == 0) return 1;
        var inside = new double[n + 1]; // the probability that a path to (i, j) has stayed inside
        for (var i = 0; i <= m; i++)
        {
            for (var j = 0; j <= n; j++)
            {
                if (Math.Abs(((long)i * n) - ((long)j * m)) >= distance) inside[j] = 0;
                else if (i == 0 && j == 0) inside[j] = 1;
                else inside[j] = ((i == 0 ? 0 : inside[j] * i) + (j == 0 ? 0 : inside[j - 1] * j)) / (i + j);
            }
        }

        return 1 - inside[n];
    }

    private static double[] Counts(double[] sorted, double[] edges)
    {
        var counts = new double[edges.Length + 1];
        var bin = 0;
        foreach (var value in sorted)
        {
            while (bin < edges.Length && value > edges[bin]) bin++;
            counts[bin]++;
        }

        return counts;
    }

    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static double[] Sorted(ReadOnlySpan<double> values, string what)
    {
        if (values.IsEmpty) throw new BadDataException($"The sample '{what}' has no rows.", what);
        Measured.Finite(values, what);
        var sorted = values.ToArray();
        RadixSort.Rising(sorted.AsSpan());
        return sorted;
    }

    private static double[] Shares(ReadOnlySpan<double> counts, int others)
    {
        if (counts.Length != others) throw new BadDataException($"There are {counts.Length} counts on one side and {others} on the other.");
        for (var i = 0; i < counts.Length; i++)
            if (!double.IsFinite(counts[i]) || counts[i] < 0) throw new BadDataException($"Count {i} is {counts[i]}; counts are 0 or more.", "counts", i);
        var total = Sum(counts);
        return total > 0 ? Array.ConvertAll(counts.ToArray(), count => count / total) : throw new BadDataException("All counts of one side are 0.", "counts");
    }

    private static double Sum(ReadOnlySpan<double> counts)
    {
        var sum = 0.0;
        foreach (var count in counts) sum += count;
        return sum;
    }
}
