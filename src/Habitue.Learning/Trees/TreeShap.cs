using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// Explains single answers of trees: how much each column moved a row's answer away from the mean answer. Exact Shapley
/// values where an unknown column is averaged over by the rows that went each way at the fit. For "why is this customer at
/// risk"; for the importance of columns as such use <see cref="Evaluation.PermutationImportance"/>.
/// <code>
/// Matrix why = TreeShap.Explain(model, rows);   // one column per column of the rows, and a last one, "(mean)"
/// </code>
/// Cost: rows × leaves × columns on the way to a leaf; when these are more than sixteen in a tree, rows × leaves × depth². Memory: one
/// number per row and column.
/// Source: Lundberg and others, "From local explanations to global understanding with explainable AI for trees" (2020),
/// algorithm 2, path-dependent; for trees with few columns on a way the same values, worked out once per pattern of agreeing columns.
/// </summary>
public static class TreeShap
{
    /// <summary>The last column: the answer when nothing is known.</summary>
    public const string Mean = "(mean)";

    private const int BlockRows = 512;

    /// <summary>
    /// One contribution per column, and the mean answer; a row's numbers sum to the model's answer: for a boosted classifier
    /// of two classes the log-odds of the second, of more the score of class <paramref name="output"/>; with Poisson loss the
    /// logarithm of the answer; for a forest's classifier the probability of class <paramref name="output"/>; else the answer.
    /// </summary>
    /// <param name="model">A tree, a forest or a boosted model.</param>
    /// <param name="x">The rows; columns are found by name.</param>
    /// <param name="output">Which of the model's outputs.</param>
    /// <param name="run">How the work is carried out.</param>
    /// <exception cref="BadDataException">A column is missing, or is called "(mean)".</exception>
    public static Matrix Explain(ITreeModel model, Matrix x, int output = 0, FitRun run = default) => Explain(model, x, output, run, ShapLeaves.MostColumns);

    /// <param name="mostColumns">Trees with more columns on a way are explained row by row.</param>
    internal static Matrix Explain(ITreeModel model, Matrix x, int output, FitRun run, int mostColumns)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, model.Trees.Outputs);
        x = x.For(model.Card.Columns);
        var into = new Matrix(x.Rows, [.. x.Columns, Mean]);
        var (arrays, depth, stride) = (model.Trees.Arrays, model.Trees.Depth, x.Columns.Count + 1);
        var asked = Enumerable.Range(0, arrays.Roots.Length).Where(tree => arrays.Width > 1 || arrays.Output(tree) == output)
            .Select(tree => (Tree: tree, Columns: ShapLeaves.Columns(arrays, tree))).ToArray();
        var most = asked.Select(one => one.Columns).Where(columns => columns <= mostColumns).DefaultIfEmpty(0).Max();
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, run, block =>
        {
            var (from, leaf) = (block * BlockRows, arrays.Width > 1 ? output : 0);
            var rows = Math.Min(BlockRows, x.Rows - from);
            var sums = new double[rows * stride];
            var (leaves, path, one) = (new ShapLeaves(arrays, x, from, rows, leaf, most, sums), new ShapPath(arrays, depth), new double[stride]);
            foreach (var (tree, columns) in asked)
            {
                run.Cancel.ThrowIfCancellationRequested();
                if (columns <= mostColumns)
                {
                    leaves.Add(tree);
                    continue;
                }

                for (var row = 0; row < rows; row++)
                {
                    Array.Clear(one);
                    path.Add(tree, x.Row(from + row), leaf, one);
                    for (var c = 0; c < stride; c++) sums[(row * stride) + c] += one[c];
                }
            }

            for (var row = 0; row < rows; row++)
            {
                var to = into.Row(from + row);
                for (var c = 0; c < stride; c++) to[c] = (float)((model.Share * sums[(row * stride) + c]) + (c == stride - 1 ? model.Start[output] : 0));
            }
        });
        return into;
    }

    /// <summary>The mean size of each column's contributions: an importance that agrees with the explanations.</summary>
    /// <param name="model">A tree, a forest or a boosted model.</param>
    /// <param name="x">The rows to explain; columns are found by name.</param>
    /// <param name="output">Which of the model's outputs.</param>
    public static double[] Importance(ITreeModel model, Matrix x, int output = 0)
    {
        var contributions = Explain(model, x, output);
        var sums = new double[contributions.Columns.Count - 1];
        for (var r = 0; r < contributions.Rows; r++)
            for (var c = 0; c < sums.Length; c++) sums[c] += Math.Abs(contributions[r, c]);
        return [.. sums.Select(sum => contributions.Rows == 0 ? 0 : sum / contributions.Rows)];
    }
}
