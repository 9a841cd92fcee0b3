using Habitue.Learning.Models;

namespace Habitue.Learning.Trees;

/// <summary>The nodes of all trees of a model, tree after tree. The right child of a node follows its left one.</summary>
/// <param name="ColumnCount">How many columns the rows have.</param>
/// <param name="Outputs">How many numbers come out for a row.</param>
/// <param name="Width">How many numbers a leaf holds: all outputs, or one, which tree t adds to output t modulo <paramref name="Outputs"/>.</param>
/// <param name="Roots">The first node of each tree.</param>
/// <param name="Columns">The column that divides a node, -1 for a leaf.</param>
/// <param name="Thresholds">Values up to this go left.</param>
/// <param name="Children">The left child; for a leaf the number of its row of values.</param>
/// <param name="MissingLeft">Where missing values go.</param>
/// <param name="SetNumbers">Which set of categories goes left, -1 for a column of numbers.</param>
/// <param name="Sets">The sets, four words of bits each.</param>
/// <param name="Covers">How much weight of rows came by at the fit.</param>
/// <param name="Gains">How much a split gained.</param>
/// <param name="Values">A row of <paramref name="Width"/> numbers per leaf.</param>
internal sealed record TreeArrays(
    int ColumnCount, int Outputs, int Width, int[] Roots, int[] Columns, float[] Thresholds, int[] Children, bool[] MissingLeft,
    int[] SetNumbers, ulong[] Sets, double[] Covers, double[] Gains, double[] Values)
{
    public int End(int tree) => tree + 1 < Roots.Length ? Roots[tree + 1] : Columns.Length;

    public int Output(int tree) => Width == Outputs ? 0 : tree % Outputs;

    /// <summary>Whether a value goes left.</summary>
    public bool GoesLeft(int node, float value)
    {
        if (float.IsNaN(value)) return MissingLeft[node];
        if (SetNumbers[node] < 0) return value <= Thresholds[node];
        if (!(value >= 0 && value < BinRules.MostBins && value == MathF.Floor(value))) return MissingLeft[node];
        var bin = (int)value;
        return ((Sets[(SetNumbers[node] * 4) + (bin >> 6)] >> (bin & 63)) & 1) != 0;
    }

    public int Leaf(int tree, ReadOnlySpan<float> row)
    {
        var node = Roots[tree];
        while (Columns[node] >= 0) node = Children[node] + (GoesLeft(node, row[Columns[node]]) ? 0 : 1);
        return node;
    }

    /// <summary>Grown trees side by side. <paramref name="leafValues"/> gives what a leaf of a tree holds.</summary>
    public static TreeArrays Of(IReadOnlyList<GrownTree> trees, BinRules rules, int outputs, int width, Action<int, int, Span<double>> leafValues)
    {
        var (nodes, leaves, sets) = (0, 0, 0);
        foreach (var tree in trees)
        {
            nodes += tree.Count;
            leaves += (tree.Count + 1) / 2;
            sets += tree.Sets.Count;
        }

        var all = new TreeArrays(rules.Columns.Length, outputs, width, new int[trees.Count], new int[nodes], new float[nodes], new int[nodes], new bool[nodes],
            new int[nodes], new ulong[sets * 4], new double[nodes], new double[nodes], new double[leaves * width]);
        (nodes, leaves, sets) = (0, 0, 0);
        for (var t = 0; t < trees.Count; t++)
        {
            var tree = trees[t];
            all.Roots[t] = nodes;
            for (var i = 0; i < tree.Count; i++)
            {
                var (to, column) = (nodes + i, tree.Column[i]);
                (all.Columns[to], all.Covers[to], all.SetNumbers[to]) = (column, tree.Cover[i], -1);
                if (column < 0)
                {
                    all.Children[to] = leaves;
                    leafValues(t, i, all.Values.AsSpan(leaves++ * width, width));
                    continue;
                }

                (all.Children[to], all.MissingLeft[to], all.Gains[to]) = (nodes + tree.Child[i], tree.MissingLeft[i], tree.Gain[i]);
                if (tree.Set[i] >= 0) all.SetNumbers[to] = sets + tree.Set[i];
                else all.Thresholds[to] = tree.Bin[i] < rules.Edges[column].Length ? rules.Edges[column][tree.Bin[i]] : float.MaxValue;
            }

            foreach (var set in tree.Sets) set.CopyTo(all.Sets, sets++ * 4);
            nodes += tree.Count;
        }

        return all;
    }

    public void Save(ModelWriter to)
    {
        to.Write("shape", (int[])[Outputs, Width]);
        to.Write("roots", Roots);
        to.Write("columns", Columns);
        to.Write("thresholds", Thresholds);
        to.Write("children", Children);
        to.Write("missing-left", Array.ConvertAll(MissingLeft, left => left ? 1 : 0));
        to.Write("set-numbers", SetNumbers);
        to.Write("sets", (int[])[.. Sets.SelectMany(word => (int[])[unchecked((int)word), unchecked((int)(word >> 32))])]);
        to.Write("covers", Covers);
        to.Write("gains", Gains);
        to.Write("values", Values);
    }

    /// <exception cref="InvalidDataException">These are no trees that end.</exception>
    public static TreeArrays Load(ModelReader from)
    {
        var (shape, roots, columns) = (from.Integers("shape", 2), from.Integers("roots"), from.Integers("columns"));
        var (nodes, words) = (columns.Length, from.Integers("sets"));
        var sets = new ulong[words.Length / 8 * 4];
        for (var i = 0; i < sets.Length; i++) sets[i] = (uint)words[2 * i] | ((ulong)(uint)words[(2 * i) + 1] << 32);
        var thresholds = new float[nodes];
        from.Floats("thresholds", thresholds);
        var all = new TreeArrays(from.Card.Columns.Count, shape[0], shape[1], roots, columns, thresholds, from.Integers("children", nodes),
            Array.ConvertAll(from.Integers("missing-left", nodes), left => left != 0), from.Integers("set-numbers", nodes), sets,
            from.Doubles("covers", nodes), from.Doubles("gains", nodes), from.Doubles("values"));
        all.Check();
        return all;
    }

    private void Check()
    {
        var fine = Outputs > 0 && (Width == Outputs || Width == 1) && Values.Length % Width == 0 && Roots.Length > 0 && Roots[0] == 0;
        for (var t = 0; fine && t < Roots.Length; t++)
        {
            fine = End(t) > Roots[t] && End(t) <= Columns.Length;
            for (var node = Roots[t]; fine && node < End(t); node++)
            {
                fine = Columns[node] < 0
                    ? Columns[node] == -1 && Children[node] >= 0 && Children[node] < Values.Length / Width
                    : Columns[node] < ColumnCount && Children[node] > node && Children[node] < End(t) - 1
                        && SetNumbers[node] >= -1 && SetNumbers[node] < Sets.Length / 4 && !float.IsNaN(Thresholds[node]);
            }
        }

        if (!fine) throw new InvalidDataException("The model's nodes are no trees.");
    }
}
