using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Finds for each new cluster the old one that it continues, so that a segment keeps its number and its name when it is fitted anew next
/// month. Every old cluster is continued by at most one new one; what is alike in sum is as much as can be.
/// <code>
/// ClusterMatching matching = ClusterMatching.ByRows(before, after);   // of the customers that are in both
/// int[] renamed = matching.Rename(after);                              // numbers of the old clusters; new ones go on after them
/// </code>
/// Source: the assignment problem, Kuhn (1955), by shortest augmenting paths as in Jonker and Volgenant (1987).
/// </summary>
public sealed class ClusterMatching
{
    private readonly int[] old;
    private readonly int[] names;

    private ClusterMatching(int[] old, int oldClusters)
    {
        (this.old, names) = (old, new int[old.Length]);
        var next = oldClusters;
        for (var k = 0; k < old.Length; k++) names[k] = old[k] >= 0 ? old[k] : next++;
    }

    /// <summary>For each new cluster the old one that it continues, or -1 for none.</summary>
    public IReadOnlyList<int> Old => old;

    /// <summary>By the rows that are in both: the sum over the matched pairs of their common rows is the largest possible. A pair without a common row is no match.</summary>
    /// <param name="before">The old cluster of each row; negative for none.</param>
    /// <param name="after">The new cluster of each of the same rows; negative for none.</param>
    /// <exception cref="ArgumentException">There are not as many labels in one as in the other.</exception>
    public static ClusterMatching ByRows(IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        if (before.Count != after.Count) throw new ArgumentException($"There are {before.Count} labels and {after.Count}; they must be of the same rows.", nameof(after));
        var (oldClusters, newClusters) = (Clusters(before), Clusters(after));
        var cost = new double[newClusters, oldClusters];
        for (var row = 0; row < before.Count; row++)
            if (before[row] >= 0 && after[row] >= 0) cost[after[row], before[row]]--;
        var found = Assignment.Solve(cost);
        for (var k = 0; k < found.Length; k++)
            if (found[k] >= 0 && cost[k, found[k]] == 0) found[k] = -1;
        return new ClusterMatching(found, oldClusters);
    }

    /// <summary>By the centres, when no rows are in both: the sum of the distances of the matched pairs is the smallest possible.</summary>
    /// <param name="before">The old centres, one row per cluster.</param>
    /// <param name="after">The new centres; columns are found by name.</param>
    /// <param name="most">Pairs that are farther apart than this are no match.</param>
    public static ClusterMatching ByCentres(Matrix before, Matrix after, double most = double.PositiveInfinity)
    {
        after = after.For(before.Columns);
        Finite.Check(before);
        Finite.Check(after);
        var cost = new double[after.Rows, before.Rows];
        for (var k = 0; k < after.Rows; k++)
        {
            for (var o = 0; o < before.Rows; o++)
            {
                var sum = 0.0;
                for (var c = 0; c < before.Columns.Count; c++) sum += Math.Pow((double)after[k, c] - before[o, c], 2);
                cost[k, o] = Math.Sqrt(sum);
            }
        }

        var found = Assignment.Solve(cost);
        for (var k = 0; k < found.Length; k++)
            if (found[k] >= 0 && cost[k, found[k]] > most) found[k] = -1;
        return new ClusterMatching(found, before.Rows);
    }

    /// <summary>The labels by the numbers of the old clusters; a new cluster that continues none gets the next number after them. Negative labels stay.</summary>
    public int[] Rename(IReadOnlyList<int> labels) => [.. labels.Select(label => label < 0 ? label : names[label])];

    private static int Clusters(IReadOnlyList<int> labels) => labels.Count == 0 ? 0 : Math.Max(0, labels.Max() + 1);
}
