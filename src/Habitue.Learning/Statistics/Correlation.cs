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
        var columns = Enumerable.Range(0, x.Columns.Count).Select(x.Column).ToArray();
        for (var c = 0; c < columns.Length; c++)
            if (Array.FindIndex(columns[c], float.IsInfinity) is >= 0 and var row) throw Finite.Not(x, row, c);
        return Of(x, run, x, (i, j) => Pair(columns[i], columns[j]));
    }

    /// <summary>
    /// Spearman's rho: Pearson's r of the ranks (equal values share their mean rank), so how surely one rises when
    /// the other does. For skewed figures such as revenue. Infinite values rank first or last.
    /// Source: Spearman, "The proof and measurement of association between two things" (1904).
    /// </summary>
    public static CorrelationMatrix Spearman(Matrix x, FitRun run = default)
    {
        Finite.CheckSize(x, 0, nameof(Spearman));
        var columns = new RankedColumn[x.Columns.Count];
        Blocks.Run(columns.Length, run, c => columns[c] = new RankedColumn(x.Column(c)));
        var ranks = new Matrix(x.Rows, x.Columns);
        for (var c = 0; c < columns.Length; c++) ranks.Fill(c, columns[c].Ranks(with: columns[c]));
        return Of(x, run, ranks, (i, j) => Pair(columns[i].Ranks(with: columns[j]), columns[j].Ranks(with: columns[i])));
    }

    /// <summary>Complete columns by their cross products, all at once; a pair with a missing value one by one.</summary>
    private static CorrelationMatrix Of(Matrix x, FitRun run, Matrix values, Func<int, int, double> pair)
    {
        var width = x.Columns.Count;
        var complete = Enumerable.Range(0, width).Where(c => !Array.Exists(x.Column(c), float.IsNaN)).ToArray();
        var result = new double[width * width];
        if (complete.Length > 0 && x.Rows > 0)
        {
            var chosen = values.Select([.. complete.Select(c => x.Columns[c])]);
            var (_, products) = CrossProducts.Of(chosen, run);
            for (var i = 0; i < complete.Length; i++)
                for (var j = 0; j < complete.Length; j++)
                    result[(complete[i] * width) + complete[j]] = Ratio(
                        products[(i * complete.Length) + j], products[(i * complete.Length) + i], products[(j * complete.Length) + j]);
        }

        var whole = complete.ToHashSet();
        Blocks.Run(width, run, i =>
        {
            for (var j = 0; j <= i; j++)
                if (x.Rows == 0 || !whole.Contains(i) || !whole.Contains(j)) result[(i * width) + j] = result[(j * width) + i] = pair(i, j);
        });
        return new CorrelationMatrix(x.Columns, result);
    }

    private static double Pair(float[] a, float[] b)
    {
        double sumA = 0, sumB = 0, count = 0;
        for (var r = 0; r < a.Length; r++)
        {
            if (float.IsNaN(a[r]) || float.IsNaN(b[r])) continue;
            sumA += a[r];
            sumB += b[r];
            count++;
        }

        double product = 0, squareA = 0, squareB = 0;
        for (var r = 0; r < a.Length; r++)
        {
            if (float.IsNaN(a[r]) || float.IsNaN(b[r])) continue;
            double fromA = a[r] - (sumA / count), fromB = b[r] - (sumB / count);
            product += fromA * fromB;
            squareA += fromA * fromA;
            squareB += fromB * fromB;
        }

        return Ratio(product, squareA, squareB);
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
