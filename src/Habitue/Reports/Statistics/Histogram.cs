namespace Habitue.Reports.Statistics;

/// <summary>
/// Counts between round limits. <see cref="Counts"/>[i] holds the values from <see cref="Edges"/>[i] up to,
/// but not including, <see cref="Edges"/>[i+1]; the first and the last bin also take what lies outside.
/// Zero stands alone in <see cref="Zeros"/> when the scale is logarithmic.
/// </summary>
internal sealed record Histogram(double[] Edges, int[] Counts, int? Zeros, bool IsLogarithmic)
{
    public static Histogram Of(FeatureColumn feature)
    {
        var sorted = feature.Sorted;
        if (!feature.IsSkewed) return Count(sorted, Even(feature), null, false);
        var zeros = feature.FirstPositive;
        var edges = Tenfold(sorted[zeros], feature.Quantile(0.9995));
        // Nothing whole lies between 1 and 1.5.
        if (IsWhole(sorted)) edges = Array.FindAll(edges, edge => edge == Math.Floor(edge));
        return Count(sorted.AsSpan(zeros), edges, zeros > 0 ? zeros : null, true);
    }

    /// <summary>About twenty bins of one width, which is 1, 2 or 5 times a power of ten.</summary>
    private static double[] Even(FeatureColumn feature)
    {
        double low = feature.Quantile(0.002), high = feature.Quantile(0.998);
        if (low == high) (low, high) = (feature.Sorted[0], feature.Sorted[^1]);
        var width = RoundUp((high - low) / 24);
        if (IsWhole(feature.Sorted)) width = Math.Max(1, width);
        var first = Math.Floor(low / width);
        var bins = Math.Max(1, (int)(Math.Floor(high / width) - first) + 1);
        return [.. Enumerable.Range(0, bins + 1).Select(i => (first + i) * width)];
    }

    /// <summary>Limits at 1, 2, 5 or at 1, 1.5, 2, 3, 5, 7 of each power of ten: the finer one where few powers are spanned.</summary>
    private static double[] Tenfold(double low, double high)
    {
        double[] steps = Math.Log10(high / low) > 4 ? [1, 2, 5] : [1, 1.5, 2, 3, 5, 7];
        var edges = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(low)); edges.Count == 0 || edges[^1] <= high; power++)
            foreach (var step in steps)
            {
                var edge = step * Math.Pow(10, power);
                if (edges.Count == 1 && edge <= low) edges[0] = edge;
                else if (edges.Count == 0 || edges[^1] <= high) edges.Add(edge);
            }
        return [.. edges];
    }

    private static Histogram Count(ReadOnlySpan<double> sorted, double[] edges, int? zeros, bool isLogarithmic)
    {
        var counts = new int[edges.Length - 1];
        var bin = 0;
        foreach (var value in sorted)
        {
            while (bin < counts.Length - 1 && value >= edges[bin + 1]) bin++;
            counts[bin]++;
        }
        return new Histogram(edges, counts, zeros, isLogarithmic);
    }

    private static double RoundUp(double width)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return (width / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static bool IsWhole(double[] values) => Array.TrueForAll(values, value => value == Math.Floor(value));
}
