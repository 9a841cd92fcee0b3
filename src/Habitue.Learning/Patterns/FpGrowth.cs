using Habitue.Learning.Numerics;

namespace Habitue.Learning.Patterns;

/// <summary>
/// Projects the tree of all baskets on one item after the other, and each projection again: no candidate is ever made that
/// does not occur. It is at its best where many baskets begin alike.
/// Source: Han, Pei and Yin, "Mining frequent patterns without candidate generation" (2000).
/// </summary>
internal sealed class FpGrowth(RankedBaskets data, FpTree whole, int maximumSize, ItemsetBuffer found)
{
    private readonly List<FpTree> projections = [];
    private int[] prefix = new int[16];

    public static void Mine(RankedBaskets data, int maximumSize, ItemsetCollector collector, FitRun run)
    {
        var tree = FpTree.Of(data, run.Cancel);
        Workers.Run(data.Items, run, () => new FpGrowth(data, tree.Shared(), maximumSize, collector.NewBuffer()), (worker, rank) =>
            worker.GrowFrom(rank));
    }

    private void GrowFrom(int rank)
    {
        found.Add([], rank, data.Supports[rank]);
        Grow(whole, rank, depth: 0);
    }

    /// <summary>All frequent sets of the prefix, this item and what lies above it.</summary>
    private void Grow(FpTree tree, int rank, int depth)
    {
        if (depth + 2 > maximumSize) return;
        if (depth == projections.Count) projections.Add(new FpTree(data.Items));
        if (depth == prefix.Length) Array.Resize(ref prefix, 2 * depth);
        prefix[depth] = rank;
        var projection = projections[depth];
        tree.Project(rank, data.Least, projection);
        foreach (var above in projection.Present) found.Add(prefix.AsSpan(0, depth + 1), above, projection.TotalOf(above));
        if (projection.Present.Count < 2) return;
        foreach (var above in projection.Present) Grow(projection, above, depth + 1);
    }
}
