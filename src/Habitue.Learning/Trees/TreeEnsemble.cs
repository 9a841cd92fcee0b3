using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The trees of a model in flat arrays: what a decision tree, a forest and a boosted model have in common. A value goes
/// left when it is at most the threshold; each split knows where missing values go. Immutable, safe for many threads.
/// </summary>
public sealed class TreeEnsemble
{
    private const int BlockRows = 1024;

    private readonly TreeWalk walk;
    private readonly QuickScorer? quick;

    internal TreeEnsemble(TreeArrays arrays)
    {
        Arrays = arrays;
        walk = new TreeWalk(arrays);
        quick = QuickScorer.For(arrays);
    }

    internal TreeArrays Arrays { get; }

    /// <summary>How many trees there are.</summary>
    public int Count => Arrays.Roots.Length;

    /// <summary>How many nodes the trees have together, leaves included.</summary>
    public int Nodes => Arrays.Columns.Length;

    /// <summary>How many leaves the trees have together.</summary>
    public int Leaves => Arrays.Values.Length / Arrays.Width;

    /// <summary>How many numbers come out for a row: one, or one per class.</summary>
    public int Outputs => Arrays.Outputs;

    /// <summary>How many splits the longest way down a tree passes.</summary>
    public int Depth => walk.Depths.Max();

    /// <summary>For each column how much all splits by it gained together, as shares that sum to 1; zeros when there is no split.</summary>
    /// <remarks>Columns with many different values look more important than they are; see <see cref="Evaluation.PermutationImportance"/>.</remarks>
    public double[] GainImportance() => Shares(node => Arrays.Gains[node]);

    /// <summary>For each column the share of the splits that use it; zeros when there is no split.</summary>
    public double[] SplitImportance() => Shares(_ => 1);

    /// <summary>Adds what the trees say of each row: <see cref="Outputs"/> sums per row.</summary>
    internal void AddTo(Matrix x, double[] sums)
    {
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, default, block =>
        {
            var from = block * BlockRows;
            var rows = Math.Min(BlockRows, x.Rows - from);
            var into = sums.AsSpan(from * Outputs, rows * Outputs);
            if (quick is not null && rows >= QuickScorer.Lanes) quick.Add(x, from, rows, into);
            else walk.Add(x, from, rows, into);
        });
    }

    private double[] Shares(Func<int, double> of)
    {
        var shares = new double[Arrays.ColumnCount];
        for (var node = 0; node < Nodes; node++)
            if (Arrays.Columns[node] >= 0) shares[Arrays.Columns[node]] += of(node);
        var sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(share => share / sum)] : shares;
    }
}
