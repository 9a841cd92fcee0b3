using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Measures of clusters that cost one look at the rows, and of how alike two divisions of the same rows are. To compare numbers of
/// clusters of one algorithm; like <see cref="Silhouette"/> they favour round groups.
/// <code>
/// double lower = ClusterMeasures.DaviesBouldin(scaled, model.Assign(scaled));
/// double same = ClusterMeasures.AdjustedRand(before, after);   // 1: the same groups, whatever their numbers
/// </code>
/// </summary>
public static class ClusterMeasures
{
    /// <summary>
    /// The mean over the clusters of how alike each is to the one most like it: (spread + spread) / distance of the means, where the spread is
    /// the mean distance to the mean. From 0; lower is better. Rows with a negative label are left out; 0 when fewer than two clusters hold rows.
    /// Clusters whose means are one place are infinitely alike. Cost: rows × columns + clusters² × columns.
    /// Source: Davies and Bouldin, "A cluster separation measure" (1979).
    /// </summary>
    /// <param name="x">The rows that were clustered, scaled as they were then.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static double DaviesBouldin(Matrix x, IReadOnlyList<int> labels)
    {
        var groups = Groups.Of(x, labels);
        var spreads = new double[groups.Sizes.Length];
        for (var row = 0; row < x.Rows; row++)
            if (labels[row] >= 0) spreads[labels[row]] += Math.Sqrt(groups.Squared(x.Row(row), labels[row])) / groups.Sizes[labels[row]];
        var (sum, populated) = (0.0, groups.Populated);
        if (populated.Length < 2) return 0;
        foreach (var a in populated)
        {
            var worst = 0.0;
            foreach (var b in populated)
            {
                if (a == b) continue;
                var apart = Math.Sqrt(groups.SquaredBetween(a, b));
                worst = Math.Max(worst, apart > 0 ? (spreads[a] + spreads[b]) / apart : double.PositiveInfinity);
            }

            sum += worst;
        }

        return sum / populated.Length;
    }

    /// <summary>
    /// The variance between the clusters divided by that within, each by its degrees of freedom; higher is better. Rows with a negative label
    /// are left out; 0 when fewer than two clusters hold rows or each row is a cluster of its own, infinite when rows equal their means.
    /// Cost: rows × columns. Source: Calinski and Harabasz, "A dendrite method for cluster analysis" (1974).
    /// </summary>
    /// <param name="x">The rows that were clustered, scaled as they were then.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static double CalinskiHarabasz(Matrix x, IReadOnlyList<int> labels)
    {
        var groups = Groups.Of(x, labels);
        var (populated, within, between, rows) = (groups.Populated, 0.0, 0.0, groups.Sizes.Sum());
        if (populated.Length < 2 || rows == populated.Length) return 0;
        for (var row = 0; row < x.Rows; row++)
            if (labels[row] >= 0) within += groups.Squared(x.Row(row), labels[row]);
        foreach (var k in populated)
            for (var c = 0; c < groups.Columns; c++)
            {
                var all = populated.Sum(one => groups.Means[(one * groups.Columns) + c] * groups.Sizes[one]) / rows;
                between += groups.Sizes[k] * Math.Pow(groups.Means[(k * groups.Columns) + c] - all, 2);
            }

        return within > 0 ? between / (populated.Length - 1) / (within / (rows - populated.Length)) : double.PositiveInfinity;
    }

    /// <summary>
    /// How alike two divisions of the same rows are, less what chance would give: 1 for the same groups whatever their numbers, about 0 for
    /// unrelated ones, below for less than that. Every label counts as a group, a negative one too. 1 when there are no rows.
    /// Cost: rows. Source: Hubert and Arabie, "Comparing partitions" (1985), equation 5.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many labels in one as in the other.</exception>
    public static double AdjustedRand(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        if (a.Count != b.Count) throw new ArgumentException($"There are {a.Count} labels and {b.Count}; they must be of the same rows.", nameof(b));
        var (both, left, right) = (new Dictionary<(int, int), long>(), new Dictionary<int, long>(), new Dictionary<int, long>());
        for (var row = 0; row < a.Count; row++)
        {
            both[(a[row], b[row])] = both.GetValueOrDefault((a[row], b[row])) + 1;
            left[a[row]] = left.GetValueOrDefault(a[row]) + 1;
            right[b[row]] = right.GetValueOrDefault(b[row]) + 1;
        }

        double together = both.Values.Sum(Pairs), inA = left.Values.Sum(Pairs), inB = right.Values.Sum(Pairs), all = Pairs(a.Count);
        var (chance, most) = (all > 0 ? inA * inB / all : 0, (inA + inB) / 2);
        return most == chance ? 1 : (together - chance) / (most - chance);

        static double Pairs(long count) => count * (count - 1.0) / 2;
    }

    /// <summary>Sizes and means of labelled rows.</summary>
    private sealed record Groups(int Columns, int[] Sizes, double[] Means)
    {
        public int[] Populated => [.. Enumerable.Range(0, Sizes.Length).Where(k => Sizes[k] > 0)];

        public static Groups Of(Matrix x, IReadOnlyList<int> labels)
        {
            if (labels.Count != x.Rows) throw new ArgumentException($"There are {labels.Count} labels for {x.Rows} rows.", nameof(labels));
            Finite.Check(x);
            var (n, clusters) = (x.Columns.Count, labels.Count == 0 ? 0 : Math.Max(0, labels.Max() + 1));
            var (sizes, means) = (new int[clusters], new double[clusters * n]);
            for (var row = 0; row < x.Rows; row++)
            {
                if (labels[row] < 0) continue;
                sizes[labels[row]]++;
                for (var c = 0; c < n; c++) means[(labels[row] * n) + c] += x[row, c];
            }

            for (var i = 0; i < means.Length; i++) means[i] /= Math.Max(1, sizes[i / n]);
            return new Groups(n, sizes, means);
        }

        public double Squared(ReadOnlySpan<float> row, int k)
        {
            var sum = 0.0;
            for (var c = 0; c < row.Length; c++) sum += (row[c] - Means[(k * Columns) + c]) * (row[c] - Means[(k * Columns) + c]);
            return sum;
        }

        public double SquaredBetween(int a, int b)
        {
            var sum = 0.0;
            for (var c = 0; c < Columns; c++) sum += Math.Pow(Means[(a * Columns) + c] - Means[(b * Columns) + c], 2);
            return sum;
        }
    }
}
