namespace Habitue.Learning.Patterns;

/// <summary>
/// Baskets as paths of a tree, the commonest item nearest to the root, so that equal beginnings are kept once. Node 0 is the
/// root. Each rank's nodes form a list. The arrays only grow, so that one tree serves many projections.
/// </summary>
internal sealed class FpTree(int items)
{
    private readonly int[] heads = new int[items]; // the first node of each rank, 0 when there is none
    private readonly int[] totals = new int[items];
    private readonly List<int> present = [];
    private int[] ranks = new int[64];
    private int[] parents = new int[64];
    private int[] counts = new int[64];
    private int[] next = new int[64];
    private int[] origins = new int[64]; // of which node of the tree it was projected from this one is the copy
    private int[] copies = new int[64];  // which node of the tree being projected is this one's copy
    private int nodes = 1;

    /// <summary>The ranks that have nodes.</summary>
    public List<int> Present => present;

    /// <summary>In how many baskets a rank is.</summary>
    public int TotalOf(int rank) => totals[rank];

    /// <summary>The tree of all baskets.</summary>
    public static FpTree Of(RankedBaskets data, CancellationToken cancel)
    {
        var (tree, children) = (new FpTree(data.Items), new Dictionary<long, int>());
        for (var basket = 0; basket < data.Count; basket++)
        {
            if ((basket & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
            var node = 0;
            for (var i = data.Starts[basket + 1] - 2; i >= data.Starts[basket]; i--)
            {
                var rank = data.Ranks[i];
                ref var child = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(children, ((long)node << 32) | (uint)rank, out _);
                if (child == 0)
                {
                    child = tree.Add(rank, 0);
                    tree.parents[child] = node;
                }

                node = child;
                tree.counts[node]++;
                tree.totals[rank]++;
            }
        }

        return tree;
    }

    /// <summary>A second reader of the same nodes, with its own notes of what is copied.</summary>
    public FpTree Shared() => new(0, this);

    private FpTree(int none, FpTree other)
        : this(none)
    {
        (heads, totals, present) = (other.heads, other.totals, other.present);
        (ranks, parents, counts, next, nodes) = (other.ranks, other.parents, other.counts, other.next, other.nodes);
        copies = new int[nodes];
    }

    /// <summary>
    /// Makes <paramref name="into"/> the tree of the baskets that hold <paramref name="rank"/>, less that rank, all of lower
    /// rank, and what is rare in them.
    /// </summary>
    /// <remarks>A node whose rare parent is left out hangs under its grandparent; two that could now be one stay two, which costs less than looking for them.</remarks>
    public void Project(int rank, int least, FpTree into)
    {
        into.Clear();
        var (inTotals, inPresent) = (into.totals, into.present);
        for (var node = heads[rank]; node != 0; node = next[node])
        {
            var count = counts[node];
            for (var up = parents[node]; up != 0; up = parents[up])
            {
                if (inTotals[ranks[up]] == 0) inPresent.Add(ranks[up]);
                inTotals[ranks[up]] += count;
            }
        }

        var kept = 0;
        for (var i = 0; i < inPresent.Count; i++)
        {
            var one = inPresent[i];
            if (inTotals[one] >= least) inPresent[kept++] = one;
            else inTotals[one] = 0;
        }

        inPresent.RemoveRange(kept, inPresent.Count - kept);
        if (kept < 2) return; // one item alone has nothing to be projected on
        for (var node = heads[rank]; node != 0; node = next[node]) CopyPath(parents[node], counts[node], into);
        for (var copy = 1; copy < into.nodes; copy++) copies[into.origins[copy]] = 0;
    }

    private void CopyPath(int up, int count, FpTree into)
    {
        var below = 0; // a copy that still needs its parent
        for (; up != 0; up = parents[up])
        {
            if (into.totals[ranks[up]] == 0) continue;
            var copy = copies[up];
            var known = copy != 0;
            if (!known)
            {
                copy = into.Add(ranks[up], up);
                copies[up] = copy;
            }

            into.counts[copy] += count;
            if (below != 0) into.parents[below] = copy;
            below = known ? 0 : copy;
        }

        if (below != 0) into.parents[below] = 0;
    }

    private int Add(int rank, int origin)
    {
        if (nodes == ranks.Length)
        {
            var size = 2 * nodes;
            Array.Resize(ref ranks, size);
            Array.Resize(ref parents, size);
            Array.Resize(ref counts, size);
            Array.Resize(ref next, size);
            Array.Resize(ref origins, size);
            Array.Resize(ref copies, size);
        }

        if (heads[rank] == 0 && origin == 0) present.Add(rank);
        (ranks[nodes], counts[nodes], origins[nodes], next[nodes]) = (rank, 0, origin, heads[rank]);
        return heads[rank] = nodes++;
    }

    private void Clear()
    {
        foreach (var rank in present) heads[rank] = totals[rank] = 0;
        present.Clear();
        nodes = 1;
    }
}
