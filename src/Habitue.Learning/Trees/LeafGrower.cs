using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>A leaf of the tree that is growing.</summary>
internal struct GrowingLeaf
{
    /// <summary>Its node, where its rows start, how many there are, how deep it lies, and its histogram or -1.</summary>
    public int Node, Start, Count, Depth, Slot;

    /// <summary>Whether its rows have been counted by bin.</summary>
    public bool Counted;

    /// <summary>The packed sum of its gradients.</summary>
    public long Sum;

    /// <summary>Bounds of its value from monotone columns, in the units of the gradients.</summary>
    public double Low, High;

    /// <summary>The best way to divide it.</summary>
    public Split Split;
}

/// <summary>
/// Grows the trees of one boosting: leaf by leaf the one with the largest gain (or the shallowest) is divided; of two
/// children only the smaller is summed, the other is the difference. All sums are whole numbers, so a tree does not depend
/// on the number of threads.
/// </summary>
internal sealed unsafe class LeafGrower
{
    private const int BlockRows = 8_192;

    private readonly GradientBoosting recipe;
    private readonly BinnedRows bins;
    private readonly Crew crew;
    private readonly int[] monotone;
    private readonly int width;
    private readonly List<long[]> slots = [];
    private readonly Stack<int> free = new();
    private readonly long[] partial;
    private readonly long[] counts;
    private readonly long[] packed;
    private readonly Split[] found;
    private readonly List<GrowingLeaf> leaves = [];
    private readonly Action<int> sum, searchColumn, searchChild;
    private readonly GrowingLeaf[] children = new GrowingLeaf[2];
    private GrowingLeaf summed;
    private int blocks;
    private bool counting;
    private bool inOrder;
    private double leastRowsHessian;

    public LeafGrower(GradientBoosting recipe, BinnedRows bins, int[] monotone, int mostRows, Crew crew)
    {
        (this.recipe, this.bins, this.monotone, this.crew) = (recipe, bins, monotone, crew);
        width = bins.Groups.Length * HistogramKernel.Size;
        Partition = new RowPartition(mostRows, crew);
        packed = GC.AllocateUninitializedArray<long>(bins.Rows, pinned: true);
        partial = GC.AllocateUninitializedArray<long>(crew.Size * 2 * width, pinned: true);
        counts = GC.AllocateUninitializedArray<long>(width, pinned: true);
        found = new Split[bins.Columns.Length];
        Used = new bool[bins.Columns.Length];
        (sum, searchColumn, searchChild) = (SumBlock, SearchColumn, SearchChild);
    }

    /// <summary>The rows; before a tree is grown its first entries are the rows to grow it from.</summary>
    public RowPartition Partition { get; }

    /// <summary>The gradient and hessian of each row.</summary>
    public long[] PackedRows => packed;

    /// <summary>The columns that the next tree may use.</summary>
    public bool[] Used { get; }

    /// <summary>The leaves of the last tree.</summary>
    public IReadOnlyList<GrowingLeaf> Leaves => leaves;

    /// <summary>Real gradients are whole numbers divided by this.</summary>
    public double GradientScale { get; set; }

    /// <summary>Real hessians are whole numbers divided by this.</summary>
    public double HessianScale { get; set; }

    /// <summary>The hessian that each row has when all have the same, else 0.</summary>
    public long EqualHessian { get; set; }

    /// <summary>Grows a tree from the first rows of <see cref="Partition"/>; leaves get their values, not yet shrunk.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="inOrder">Whether they are all rows in their order.</param>
    public GrownTree Grow(int rows, bool inOrder)
    {
        var tree = new GrownTree();
        leaves.Clear();
        leastRowsHessian = EqualHessian * (double)recipe.MinLeafRows;
        var root = new GrowingLeaf { Node = tree.Add(), Count = rows, Slot = Take(), Low = double.NegativeInfinity, High = double.PositiveInfinity };
        Sum(root, inOrder);
        var histogram = Slot(root.Slot);
        for (var b = 0; b < HistogramKernel.Bins; b++) root.Sum += histogram[b];
        Search(ref root);
        Keep(root);
        while (leaves.Count < recipe.MaxLeaves && Next() is >= 0 and var next) Divide(tree, next);
        for (var i = 0; i < leaves.Count; i++)
        {
            var leaf = leaves[i];
            if (leaf.Slot >= 0) free.Push(leaf.Slot);
            tree.Cover[leaf.Node] = leaf.Count;
            tree.Value[leaf.Node] = Limits(leaf).Value(leaf.Sum) * HessianScale / GradientScale;
        }

        for (var node = tree.Count - 1; node >= 0; node--)
            if (tree.Column[node] >= 0) tree.Cover[node] = tree.Cover[tree.Child[node]] + tree.Cover[tree.Child[node] + 1];
        return tree;
    }

    /// <summary>The next leaf to divide, or -1.</summary>
    private int Next()
    {
        var best = -1;
        for (var i = 0; i < leaves.Count; i++)
        {
            if (!leaves[i].Split.Found) continue;
            var better = best < 0 || (recipe.Growth == TreeGrowth.LeafWise
                ? leaves[i].Split.Gain > leaves[best].Split.Gain
                : (leaves[i].Depth, leaves[i].Node).CompareTo((leaves[best].Depth, leaves[best].Node)) < 0);
            if (better) best = i;
        }

        return best;
    }

    private void Divide(GrownTree tree, int number)
    {
        var leaf = leaves[number];
        var split = leaf.Split;
        var leftRows = Partition.Divide(leaf.Start, leaf.Count, bins.Columns[split.Column], split);
        if (Math.Min(leftRows, leaf.Count - leftRows) < recipe.MinLeafRows)
        {
            // The hessians did not tell that a side has too few rows: search again with the rows counted.
            // Once: rows without weight may go another way than the counts of bins tell; then the leaf stays whole.
            if (leaf.Counted)
            {
                leaf.Split = Split.None;
            }
            else
            {
                Count(leaf);
                counting = leaf.Counted = true;
                Search(ref leaf);
                counting = false;
            }

            leaves[number] = leaf;
            return;
        }

        var node = tree.Divide(leaf.Node, split);
        ref GrowingLeaf left = ref children[0], right = ref children[1];
        left = leaf with { Node = node, Counted = false, Count = leftRows, Depth = leaf.Depth + 1, Sum = split.Left, Slot = -1, Split = Split.None };
        right = left with { Node = node + 1, Start = leaf.Start + leftRows, Count = leaf.Count - leftRows, Sum = leaf.Sum - split.Left };
        if (monotone[split.Column] is not 0 and var sign) Bound(leaf, sign, ref left, ref right);
        var last = leaves.Count + 1 >= recipe.MaxLeaves;
        if (!last && (MayDivide(left) || MayDivide(right)))
        {
            ref var small = ref (left.Count <= right.Count ? ref left : ref right);
            ref var large = ref (left.Count <= right.Count ? ref right : ref left);
            (small.Slot, large.Slot) = (Take(), leaf.Slot);
            Sum(small, inOrder: false);
            HistogramKernel.Difference(Slot(leaf.Slot), Slot(small.Slot), Slot(leaf.Slot), width);
            if (bins.Columns.Length <= 64) crew.Run(2, searchChild);
            else
            {
                Search(ref left);
                Search(ref right);
            }
        }
        else
        {
            free.Push(leaf.Slot);
        }

        leaves.RemoveAt(number);
        Keep(left);
        Keep(right);
    }

    /// <summary>Where a column must rise or fall, neither side may later cross the middle between the two.</summary>
    private void Bound(in GrowingLeaf leaf, int sign, ref GrowingLeaf left, ref GrowingLeaf right)
    {
        var limits = Limits(leaf);
        var middle = (limits.Value(left.Sum) + limits.Value(right.Sum)) / 2 * HessianScale / GradientScale;
        if (sign > 0) (left.High, right.Low) = (middle, middle);
        else (left.Low, right.High) = (middle, middle);
    }

    private bool MayDivide(in GrowingLeaf leaf) => leaf.Depth < recipe.MaxDepth && leaf.Count >= 2L * recipe.MinLeafRows && leaf.Count > 1;

    /// <summary>A leaf that cannot be divided gives its histogram back.</summary>
    private void Keep(GrowingLeaf leaf)
    {
        if (!leaf.Split.Found && leaf.Slot >= 0)
        {
            free.Push(leaf.Slot);
            leaf.Slot = -1;
        }

        leaves.Add(leaf);
    }

    private void SearchChild(int child)
    {
        ref var leaf = ref children[child];
        leaf.Split = MayDivide(leaf) ? Best(leaf, null) : Split.None;
    }

    private void Search(ref GrowingLeaf leaf)
    {
        leaf.Split = Split.None;
        if (!MayDivide(leaf)) return;
        if (bins.Columns.Length > 64)
        {
            summed = leaf;
            crew.Run(found.Length, searchColumn);
            leaf.Split = Best(leaf, found);
        }
        else
        {
            leaf.Split = Best(leaf, null);
        }
    }

    private void SearchColumn(int column) => found[column] = Used[column] ? BestOf(summed, column) : Split.None;

    private Split Best(in GrowingLeaf leaf, Split[]? known)
    {
        var best = Split.None;
        for (var c = 0; c < bins.Columns.Length; c++)
        {
            if (!Used[c]) continue;
            var one = known?[c] ?? BestOf(leaf, c);
            if (one.Gain > best.Gain) best = one;
        }

        if (!best.Found) return best;
        var parent = Limits(leaf).Score(leaf.Sum);
        var gain = best.Gain - parent;
        // A gain within the rounding of its terms is none.
        return gain <= 1e-12 * Math.Abs(parent) || gain * HessianScale / GradientScale / GradientScale <= recipe.MinGain ? Split.None
            : best with { Gain = gain * HessianScale / GradientScale / GradientScale };
    }

    private Split BestOf(in GrowingLeaf leaf, int column)
    {
        var offset = (column / BinnedRows.GroupWidth * HistogramKernel.Size) + (column % BinnedRows.GroupWidth * HistogramKernel.Bins);
        var limits = Limits(leaf);
        var histogram = Slot(leaf.Slot) + offset;
        var counted = counting ? First(counts) + offset : null;
        return bins.Rules.Categories[column]
            ? SplitSearch.Categories(histogram, counted, leaf.Count, column, leaf.Sum, limits)
            : SplitSearch.Numbers(histogram, counted, leaf.Count, column, bins.Rules.Bins(column), leaf.Sum, limits, monotone[column]);
    }

    private SplitLimits Limits(in GrowingLeaf leaf) => new(
        recipe.L2 * HessianScale, Math.Max(1, Math.Max(recipe.MinLeafHessian * HessianScale, leastRowsHessian)), recipe.MinLeafRows,
        recipe.CategorySmoothing * HessianScale, leaf.Low * GradientScale / HessianScale, leaf.High * GradientScale / HessianScale);

    /// <summary>Sums a leaf into its histogram, in blocks when it is large; a block has sums of its own until the end.</summary>
    private void Sum(in GrowingLeaf leaf, bool inOrder)
    {
        (summed, this.inOrder) = (leaf, inOrder);
        blocks = crew.Size == 1 ? 1 : Math.Clamp(leaf.Count / BlockRows, 1, crew.Size * 2);
        crew.Run(blocks, sum);
        for (var b = 1; b < blocks; b++) HistogramKernel.Sum(Slot(leaf.Slot), First(partial) + (b * (long)width), width);
    }

    private void SumBlock(int block)
    {
        var into = block == 0 ? Slot(summed.Slot) : First(partial) + (block * (long)width);
        new Span<long>(into, width).Clear();
        var (from, to) = ((int)((long)summed.Count * block / blocks), (int)((long)summed.Count * (block + 1) / blocks));
        for (var g = 0; g < bins.Groups.Length; g++)
        {
            var group = First(bins.Groups[g]);
            var histogram = into + ((long)g * HistogramKernel.Size);
            if (inOrder) HistogramKernel.Add(group + ((long)from * BinnedRows.GroupWidth), First(packed) + from, to - from, histogram);
            else HistogramKernel.Add(group, First(packed), Partition.Rows + summed.Start + from, to - from, histogram);
        }
    }

    private void Count(in GrowingLeaf leaf)
    {
        counts.AsSpan().Clear();
        for (var g = 0; g < bins.Groups.Length; g++)
            HistogramKernel.Count(First(bins.Groups[g]), Partition.Rows + leaf.Start, leaf.Count, First(counts) + ((long)g * HistogramKernel.Size));
    }

    private int Take()
    {
        if (free.TryPop(out var slot)) return slot;
        slots.Add(GC.AllocateUninitializedArray<long>(width, pinned: true));
        return slots.Count - 1;
    }

    private long* Slot(int number) => First(slots[number]);

    /// <summary>Of a pinned array.</summary>
    private static T* First<T>(T[] array)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
