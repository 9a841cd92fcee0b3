namespace Habitue.Learning.Trees;

/// <summary>A tree while it grows, over bins. The two children of a node follow each other; a child comes after its parent.</summary>
internal sealed class GrownTree
{
    private const int Room = 64;

    /// <summary>The column that divides a node, -1 in a leaf.</summary>
    public int[] Column = new int[Room];

    /// <summary>Bins up to this one go left.</summary>
    public byte[] Bin = new byte[Room];

    /// <summary>The left child; the right one is the next.</summary>
    public int[] Child = new int[Room];

    /// <summary>Whether missing values go left.</summary>
    public bool[] MissingLeft = new bool[Room];

    /// <summary>For categories: the number of the set of bins that go left, else -1.</summary>
    public int[] Set = new int[Room];

    /// <summary>How much weight of rows came by.</summary>
    public double[] Cover = new double[Room];

    /// <summary>How much the split of a node gained.</summary>
    public double[] Gain = new double[Room];

    /// <summary>What a leaf says, in boosting; forests keep their own.</summary>
    public double[] Value = new double[Room];

    /// <summary>For a tree of a forest: sums over the rows of each node, <see cref="StatWidth"/> numbers per node.</summary>
    public double[] Stats = [];

    public int StatWidth { get; init; }

    public List<ulong[]> Sets { get; } = [];

    public int Count { get; private set; }

    public int Add()
    {
        if (Count == Column.Length)
        {
            var room = Count * 2;
            Array.Resize(ref Column, room);
            Array.Resize(ref Bin, room);
            Array.Resize(ref Child, room);
            Array.Resize(ref MissingLeft, room);
            Array.Resize(ref Set, room);
            Array.Resize(ref Cover, room);
            Array.Resize(ref Gain, room);
            Array.Resize(ref Value, room);
        }

        if (StatWidth * (Count + 1) > Stats.Length) Array.Resize(ref Stats, Math.Max(Room * StatWidth, Stats.Length * 2));

        (Column[Count], Set[Count]) = (-1, -1);
        return Count++;
    }

    /// <summary>Divides a leaf; gives the left child.</summary>
    public int Divide(int node, in Split split)
    {
        var left = Add();
        Add();
        (Column[node], Bin[node], MissingLeft[node], Child[node], Gain[node]) = (split.Column, (byte)split.Bin, split.MissingLeft, left, split.Gain);
        if (split.Set is null) return left;
        Set[node] = Sets.Count;
        Sets.Add(split.Set);
        return left;
    }

    /// <summary>Puts a whole tree, one without sets of categories, in the place of a leaf.</summary>
    public void Graft(int leaf, GrownTree other)
    {
        var offset = Count - 1; // the other's root takes the leaf's place
        for (var node = 0; node < other.Count; node++)
        {
            var to = node == 0 ? leaf : Add();
            (Column[to], Bin[to], Child[to], MissingLeft[to]) = (other.Column[node], other.Bin[node], other.Child[node] + offset, other.MissingLeft[node]);
            (Cover[to], Gain[to], Value[to]) = (other.Cover[node], other.Gain[node], other.Value[node]);
            other.Stats.AsSpan(node * StatWidth, StatWidth).CopyTo(Stats.AsSpan(to * StatWidth));
        }
    }

    /// <summary>Sums up what the leaves hold.</summary>
    public void SumUp()
    {
        for (var node = Count - 1; node >= 0; node--)
        {
            if (Column[node] < 0) continue;
            var left = Child[node];
            Cover[node] = Cover[left] + Cover[left + 1];
            for (var s = 0; s < StatWidth; s++) Stats[(node * StatWidth) + s] = Stats[(left * StatWidth) + s] + Stats[((left + 1) * StatWidth) + s];
        }
    }

    /// <summary>The leaf of a row, by its bins.</summary>
    public int Leaf(BinnedRows bins, int row)
    {
        var node = 0;
        while (Column[node] >= 0)
        {
            int bin = bins.Columns[Column[node]][row];
            var left = bin == BinRules.Missing ? MissingLeft[node]
                : Set[node] < 0 ? bin <= Bin[node]
                : ((Sets[Set[node]][bin >> 6] >> (bin & 63)) & 1) != 0;
            node = Child[node] + (left ? 0 : 1);
        }

        return node;
    }
}
