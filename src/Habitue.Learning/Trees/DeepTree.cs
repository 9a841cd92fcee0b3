using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>How deep trees grow.</summary>
/// <param name="Columns">How many columns each split draws, among those that vary in the node.</param>
/// <param name="Counts">Whether rows must be counted, because weights do not tell their number.</param>
internal sealed record DeepSettings(int MaxDepth, int MinSplitRows, int MinLeafRows, int Columns, bool Counts);

/// <summary>
/// Grows one tree until its leaves are pure or a limit is met (Breiman and others, "Classification and Regression Trees",
/// 1984). One per thread.
/// </summary>
internal sealed unsafe class DeepTree(DeepTargets targets, DeepSettings settings, DeepRows rows)
{
    private readonly DeepColumn column = new(targets, settings, rows.Source.Rules);
    private readonly int[] order = [.. Enumerable.Range(0, rows.Source.Columns.Length)];
    private readonly Stack<Piece> open = new();

    /// <summary>A node that is still to be looked at; its packed sum where targets pack, else 0.</summary>
    internal readonly record struct Piece(int Node, int From, int Count, int Depth, long Sum);

    /// <summary>Grows from a range of the rows.</summary>
    /// <param name="sum">Their packed sum.</param>
    /// <param name="random">Where columns are drawn from; null takes all.</param>
    public GrownTree Grow(int from, int count, int depth, long sum, Generator? random, ReadOnlySpan<int> copies)
    {
        for (var c = 0; c < order.Length; c++) order[c] = c; // as if no tree had been grown before
        var tree = new GrownTree { StatWidth = targets.StatWidth };
        open.Push(new Piece(tree.Add(), from, count, depth, sum));
        while (open.TryPop(out var piece))
        {
            if (Find(piece, random) is { Found: true } split) Divide(tree, piece, split, open);
            else Close(tree, piece, copies);
        }

        return tree;
    }

    /// <summary>Divides a node, the right child first in the stack, so that the left one is next.</summary>
    public void Divide(GrownTree tree, Piece piece, in Split split, Stack<Piece> into)
    {
        var leftRows = rows.Divide(piece.From, piece.Count, split);
        var left = tree.Divide(piece.Node, split);
        into.Push(new Piece(left + 1, piece.From + leftRows, piece.Count - leftRows, piece.Depth + 1, piece.Sum - split.Left));
        into.Push(new Piece(left, piece.From, leftRows, piece.Depth + 1, split.Left));
    }

    /// <summary>Makes a node a leaf.</summary>
    public void Close(GrownTree tree, Piece piece, ReadOnlySpan<int> copies)
    {
        var stats = tree.Stats.AsSpan(piece.Node * targets.StatWidth, targets.StatWidth);
        for (var i = 0; i < piece.Count; i++)
        {
            var row = rows.Rows[piece.From + i];
            var weight = targets.Weight(row) * (copies.IsEmpty ? 1 : copies[row]);
            targets.AddTo(stats, row, weight);
            tree.Cover[piece.Node] += weight;
        }
    }

    /// <summary>The best split of a node among the drawn columns.</summary>
    public Split Find(Piece piece, Generator? random)
    {
        if (!MayDivide(piece)) return Split.None;
        var (best, drawn) = (Split.None with { Gain = double.NegativeInfinity }, 0);
        for (var i = 0; i < order.Length && drawn < settings.Columns; i++)
        {
            if (random is not null)
            {
                var j = i + random.Below(order.Length - i);
                (order[i], order[j]) = (order[j], order[i]);
            }

            var one = column.Best(rows, piece.From, piece.Count, piece.Sum, order[i], out var varies);
            if (varies) drawn++; // a constant column is no choice; it does not count
            if (one.Found && one.Gain > best.Gain) best = one;
        }

        return best.Found ? best with { Gain = Math.Max(0, best.Gain - Score(piece)) } : Split.None;
    }

    /// <summary>The best split of one column, for threads that share the columns of a large node.</summary>
    public Split Find(Piece piece, int which) => column.Best(rows, piece.From, piece.Count, piece.Sum, which, out _);

    /// <summary>Whether there is something left to divide.</summary>
    public bool MayDivide(Piece piece)
    {
        if (piece.Depth >= settings.MaxDepth || piece.Count < settings.MinSplitRows || piece.Count < 2L * settings.MinLeafRows) return false;
        if (targets.Packs && targets.Classes is not null) return piece.Sum >> 32 is not 0 and var ones && ones != (uint)piece.Sum;
        var packed = rows.PackedRows + piece.From;
        for (var i = 1; i < piece.Count; i++)
        {
            // Two fractions are one number; of classes kept as such, the upper halves are one.
            var same = targets.Packs ? (packed[i] >> 32) * (packed[0] & 0xFFFF_FFFF) == (packed[0] >> 32) * (packed[i] & 0xFFFF_FFFF) : packed[i] >> 32 == packed[0] >> 32;
            if (!same) return true;
        }

        return false;
    }

    /// <summary>What the score of a split is measured against.</summary>
    public double Score(Piece piece)
    {
        if (targets.Packs) return Packed.Gradient(piece.Sum) * Packed.Gradient(piece.Sum) / Packed.Hessian(piece.Sum);
        var weights = new double[targets.Outputs];
        for (var i = 0; i < piece.Count; i++) weights[(int)(rows.PackedRows[piece.From + i] >> 32)] += (int)rows.PackedRows[piece.From + i];
        return column.Score(weights);
    }
}
