using System.Runtime.CompilerServices;

namespace Habitue.Reports.Statistics;

/// <summary>
/// Pearson's correlation of two features, of their values or (Spearman) of their ranks, over the rows in which both are known.
/// Ties share the mean of their ranks.
/// </summary>
internal static class Correlation
{
    public static double[,] Pearson(Feature[] features)
    {
        var result = new double[features.Length, features.Length];
        for (var i = 0; i < features.Length; i++)
            for (var j = 0; j <= i; j++)
                result[i, j] = result[j, i] = i == j ? 1 : Of(features[i].Values, features[j].Values);
        return result;
    }

    public static double[,] Spearman(Feature[] features)
    {
        var result = new double[features.Length, features.Length];
        var whole = Array.ConvertAll(features, feature => Ranks(feature, feature.Values));
        for (var i = 0; i < features.Length; i++)
            for (var j = 0; j <= i; j++)
            {
                var (a, b) = (features[i], features[j]);
                // Where a value is missing, the ranks are those among the rows that both have.
                result[i, j] = result[j, i] = i == j ? 1 : Of(
                    b.IsComplete ? whole[i] : Ranks(a, b.Values),
                    a.IsComplete ? whole[j] : Ranks(b, a.Values));
            }
        return result;
    }

    /// <summary>The ranks of a feature's values among the rows where <paramref name="other"/> is known too; NaN elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Ranks(Feature feature, double[] other)
    {
        var (order, sorted) = (feature.Order, feature.Sorted);
        var ranks = new double[feature.Values.Length];
        Array.Fill(ranks, double.NaN);
        var seen = 0;
        for (var start = 0; start < order.Length;)
        {
            var (end, ties) = (start, 0);
            for (; end < order.Length && sorted[end] == sorted[start]; end++)
                if (!double.IsNaN(other[order[end]])) ties++;
            var rank = seen + ((ties + 1) / 2.0);
            for (var i = start; i < end; i++)
                if (!double.IsNaN(other[order[i]])) ranks[order[i]] = rank;
            (seen, start) = (seen + ties, end);
        }
        return ranks;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Of(double[] x, double[] y)
    {
        double n = 0, sumX = 0, sumY = 0;
        for (var i = 0; i < x.Length; i++)
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i])) (n, sumX, sumY) = (n + 1, sumX + x[i], sumY + y[i]);
        double meanX = sumX / n, meanY = sumY / n, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            if (double.IsNaN(dx) || double.IsNaN(dy)) continue;
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>An order in which features that go together stand together: each next one is the nearest to the last.</summary>
    public static int[] Neighbours(double[,] correlation)
    {
        var n = correlation.GetLength(0);
        var left = new List<int>(Enumerable.Range(1, Math.Max(0, n - 1)));
        var order = new List<int>(n) { 0 };
        while (left.Count > 0)
        {
            var next = left.MaxBy(i => Math.Abs(correlation[order[^1], i]));
            order.Add(next);
            left.Remove(next);
        }
        return [.. order];
    }

    /// <summary>The same matrix with its rows and columns in another order.</summary>
    public static double[,] Reorder(double[,] matrix, int[] order)
    {
        var result = new double[order.Length, order.Length];
        for (var i = 0; i < order.Length; i++)
            for (var j = 0; j < order.Length; j++) result[i, j] = matrix[order[i], order[j]];
        return result;
    }
}
