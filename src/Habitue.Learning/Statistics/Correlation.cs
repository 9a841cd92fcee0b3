using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Statistics;

/// <summary>
/// How strongly columns go together, from -1 to 1. Rows in which one of the two values is missing are left out
/// for that pair only. A pair has no correlation (NaN) when fewer than two rows are left or one of the two is
/// constant in them.
/// <code>
/// var r = Correlation.Spearman(features);
/// double together = r[0, 1];
/// </code>
/// </summary>
public static class Correlation
{
    /// <summary>
    /// Pearson's r: how near the rows lie to a straight line. One extreme customer can make or break it; an
    /// infinite value is an error. Cost: rows × columns².
    /// </summary>
    public static CorrelationMatrix Pearson(Matrix x, FitRun run = default)
    {
        Finite.CheckSize(x, 0, nameof(Pearson));
        var columns = Columns(x);
        for (var c = 0; c < columns.Length; c++)
            if (Array.FindIndex(columns[c], float.IsInfinity) is >= 0 and var row) throw Finite.Not(x, row, c);
        return Of(x, run, columns, (c, among) => Array.ConvertAll(among.Rows, row => columns[c][row]));
    }

    /// <summary>
    /// Spearman's rho: Pearson's r of the ranks (equal values share their mean rank), so how surely one rises when
    /// the other does. For skewed figures such as revenue. Infinite values rank first or last.
    /// Source: Spearman, "The proof and measurement of association between two things" (1904).
    /// </summary>
    public static CorrelationMatrix Spearman(Matrix x, FitRun run = default)
    {
        Finite.CheckSize(x, 0, nameof(Spearman));
        var columns = Columns(x);
        var ranked = new RankedColumn[columns.Length];
        Blocks.Run(columns.Length, run, c => ranked[c] = new RankedColumn(columns[c]));
        return Of(x, run, columns, (c, among) => ranked[c].Ranks(among));
    }

    private static float[][] Columns(Matrix x) => [.. Enumerable.Range(0, x.Columns.Count).Select(x.Column)];

    /// <summary>
    /// Columns that have values in the same rows are taken together: their pairs, and those with the columns of another such group, come of
    /// one pass over the rows in which both have values.
    /// </summary>
    private static CorrelationMatrix Of(Matrix x, FitRun run, float[][] columns, Func<int, ComparedRows, float[]> values)
    {
        var groups = ComparedRows.Groups(columns, x.Rows);
        var pairs = new List<(int One, int Other)>();
        for (var other = 0; other < groups.Count; other++)
            for (var one = 0; one <= other; one++) pairs.Add((one, other));
        var result = new double[columns.Length * columns.Length];
        Array.Fill(result, double.NaN);
        var done = 0;
        Blocks.Run(pairs.Count, run, i =>
        {
            var isOne = pairs[i].One == pairs[i].Other;
            var (one, other) = (groups[pairs[i].One], groups[pairs[i].Other]);
            var among = one.Rows.And(other.Rows);
            if (pairs.Count > 1) run.Progress?.Report((Interlocked.Increment(ref done) - 1) / (double)pairs.Count);
            if (among.Rows.Length < 2) return;
            int[] chosen = isOne ? one.Columns : [.. one.Columns, .. other.Columns];
            var rows = new Matrix(among.Rows.Length, [.. chosen.Select(c => x.Columns[c])]);
            for (var c = 0; c < chosen.Length; c++) rows.Fill(c, values(chosen[c], among));
            var (_, products) = CrossProducts.Of(rows, pairs.Count == 1 ? run : run with { Threads = 1, Progress = null });
            for (var a = 0; a < one.Columns.Length; a++)
                for (var b = isOne ? 0 : one.Columns.Length; b < chosen.Length; b++)
                    result[(chosen[a] * columns.Length) + chosen[b]] = result[(chosen[b] * columns.Length) + chosen[a]] =
                        Ratio(products[(a * chosen.Length) + b], products[(a * chosen.Length) + a], products[(b * chosen.Length) + b]);
        });
        return new CorrelationMatrix(x.Columns, result);
    }

    private static double Ratio(double product, double squareA, double squareB) =>
        squareA > 0 && squareB > 0 ? Math.Clamp(product / Math.Sqrt(squareA * squareB), -1, 1) : double.NaN;
}

/// <summary>A correlation for each pair of columns.</summary>
public sealed class CorrelationMatrix
{
    private readonly double[] values;

    internal CorrelationMatrix(IReadOnlyList<string> columns, double[] values) => (Columns, this.values) = (columns, values);

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The correlation of two columns, NaN when there is none; 1 of a column with itself.</summary>
    public double this[int a, int b]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)b, (uint)Columns.Count);
            return values[(a * Columns.Count) + b];
        }
    }
}
