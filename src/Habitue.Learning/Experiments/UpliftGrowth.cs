using Habitue.Learning.Data;
using Habitue.Learning.Numerics;
using Habitue.Learning.Trees;

namespace Habitue.Learning.Experiments;

/// <summary>Grows the tree of an <see cref="UpliftTree"/>, level by level, over bins. Of equally good splits the first column's lowest wins.</summary>
internal sealed class UpliftGrowth(UpliftTree recipe, TreatedRows data, BinnedRows bins)
{
    private readonly UpliftCriterion criterion = new(recipe.Divergence, recipe.Prior, recipe.Normalized);
    private readonly GrownTree tree = new();

    public GrownTree Grow(int[] rows, FitRun run)
    {
        var level = new List<Node> { new(tree.Add(), rows, Count(data, rows)) };
        tree.Cover[0] = rows.Length;
        for (var depth = 0; depth < recipe.MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<Node>();
            foreach (var node in level)
                if (Best(node, run) is { Found: true } split) next.AddRange(Divide(node, split, rows.Length));
            level = next;
            run.Step((depth + 1.0) / (recipe.MaxDepth + 1));
        }

        return tree;
    }

    public static ArmCounts Count(TreatedRows data, IEnumerable<int> rows)
    {
        var counts = default(ArmCounts);
        foreach (var row in rows) counts += One(data, row);
        return counts;
    }

    public static ArmCounts One(TreatedRows data, int row)
    {
        var yes = (int)data.Outcomes[row];
        return data.Treated[row] ? new ArmCounts(1, yes, 0, 0) : new ArmCounts(0, 0, 1, yes);
    }

    private Split Best(Node node, FitRun run)
    {
        if (node.Counts.Least < 2 * recipe.MinLeafArm) return Split.None;
        var found = new Split[bins.Columns.Length];
        Blocks.Run(found.Length, run with { Progress = null }, column => found[column] = Best(node, column));
        var best = Split.None;
        foreach (var split in found)
            if (split.Gain > best.Gain) best = split;
        return best;
    }

    private Split Best(Node node, int column)
    {
        var histogram = new ArmCounts[BinRules.Missing + 1];
        var of = bins.Columns[column];
        foreach (var row in node.Rows) histogram[of[row]] += One(data, row);
        var missing = histogram[BinRules.Missing];
        // With missing values the last bin parts the known from the missing.
        var best = Along(node, column, histogram, default, missing.Rows > 0, Split.None);
        return missing.Rows > 0 ? Along(node, column, histogram, missing, false, best) : best;
    }

    /// <param name="start">What goes left in any case: the missing values or nothing.</param>
    private Split Along(Node node, int column, ArmCounts[] histogram, ArmCounts start, bool toLast, Split best)
    {
        var (left, count) = (start, bins.Rules.Bins(column) - (toLast ? 0 : 1));
        for (var bin = 0; bin < count; bin++)
        {
            if (histogram[bin].Rows == 0) continue;
            left += histogram[bin];
            if (left.Least < recipe.MinLeafArm) continue;
            if ((node.Counts - left).Least < recipe.MinLeafArm) break;
            var gain = criterion.Gain(node.Counts, left);
            // Without missing values at the fit, those to come go with the larger part.
            var missingLeft = start.Rows > 0 || (!toLast && left.Rows * 2 > node.Rows.Length);
            if (gain > best.Gain) best = new Split(gain, column, bin, missingLeft, 0, null);
        }

        return best;
    }

    private IEnumerable<Node> Divide(Node node, Split split, int all)
    {
        var of = bins.Columns[split.Column];
        var parts = node.Rows.ToLookup(row => of[row] == BinRules.Missing ? split.MissingLeft : of[row] <= split.Bin);
        // What a split gained counts by the share of the rows that it parts.
        var child = tree.Divide(node.Number, split with { Gain = split.Gain * node.Rows.Length / all });
        foreach (var isLeft in (bool[])[true, false])
        {
            int[] rows = [.. parts[isLeft]];
            tree.Cover[child] = rows.Length;
            yield return new Node(child++, rows, Count(data, rows));
        }
    }

    private sealed record Node(int Number, int[] Rows, ArmCounts Counts);
}

/// <summary>What the leaves of a grown tree answer, by rows that it was not grown from.</summary>
internal sealed class HonestLeaves(GrownTree tree, TreatedRows data, BinnedRows bins)
{
    /// <summary>The uplift of each node; one where an arm is empty has that of its parent.</summary>
    public double[] Uplift(int[] rows)
    {
        var counts = new ArmCounts[tree.Count];
        foreach (var row in rows) counts[tree.Leaf(bins, row)] += UpliftGrowth.One(data, row);
        for (var node = tree.Count - 1; node >= 0; node--)
            if (tree.Column[node] >= 0) counts[node] = counts[tree.Child[node]] + counts[tree.Child[node] + 1];
        var uplift = new double[tree.Count];
        uplift[0] = counts[0].Uplift;
        for (var node = 0; node < tree.Count; node++)
        {
            if (tree.Column[node] < 0) continue;
            foreach (var child in (int[])[tree.Child[node], tree.Child[node] + 1]) uplift[child] = counts[child].Least > 0 ? counts[child].Uplift : uplift[node];
        }

        return uplift;
    }
}
