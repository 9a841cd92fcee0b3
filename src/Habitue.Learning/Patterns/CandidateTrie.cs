namespace Habitue.Learning.Patterns;

/// <summary>Sets of one size as a tree: those that begin alike share their first nodes. It counts which of them are in a basket.</summary>
internal sealed class CandidateTrie
{
    private readonly int size;
    private readonly int[][] ranks;    // per depth, the rank of each node
    private readonly int[][] children; // per depth, where each node's children start in the next depth

    /// <param name="sets">Rising sets, in order.</param>
    /// <param name="size">The size of each.</param>
    public CandidateTrie(List<int[]> sets, int size)
    {
        this.size = size;
        var (nodes, starts) = (new List<int>[size], new List<int>[size]);
        for (var depth = 0; depth < size; depth++) (nodes[depth], starts[depth]) = ([], []);
        int[] before = [];
        foreach (var set in sets)
        {
            var depth = before.AsSpan().CommonPrefixLength(set);
            for (; depth < size; depth++)
            {
                nodes[depth].Add(set[depth]);
                if (depth + 1 < size) starts[depth].Add(nodes[depth + 1].Count);
            }

            before = set;
        }

        for (var depth = 0; depth + 1 < size; depth++) starts[depth].Add(nodes[depth + 1].Count);
        ranks = [.. nodes.Select(list => list.ToArray())];
        children = [.. starts.Select(list => list.ToArray())];
    }

    /// <summary>Adds one to the count of each set that is in the basket.</summary>
    /// <param name="basket">Its ranks, rising.</param>
    /// <param name="counts">One counter per set.</param>
    public void Count(ReadOnlySpan<int> basket, int[] counts) => Count(0, 0, ranks[0].Length, basket, counts);

    private void Count(int depth, int from, int to, ReadOnlySpan<int> basket, int[] counts)
    {
        var here = ranks[depth].AsSpan(0, to);
        var last = depth + 1 == size;
        var (node, at) = (from, 0);
        while (node < here.Length && basket.Length - at >= size - depth)
        {
            // Few nodes left for many items or the other way round: leap instead of walking.
            if (here[node] < basket[at])
            {
                node++;
                if (node + 16 < here.Length && here[node + 16] < basket[at]) node += Below(here[node..], basket[at]);
                continue;
            }

            if (here[node] == basket[at])
            {
                if (last) counts[node]++;
                else Count(depth + 1, children[depth][node], children[depth][node + 1], basket[(at + 1)..], counts);
                node++;
            }

            at++;
        }
    }

    private static int Below(ReadOnlySpan<int> rising, int limit)
    {
        var place = rising.BinarySearch(limit);
        return place < 0 ? ~place : place;
    }
}
