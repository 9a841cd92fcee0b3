using Habitue.Learning.Numerics;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Preprocessing;

namespace Habitue.Segments;

/// <summary>
/// A place for each customer on a plane, so that people who behave alike lie together: the first two principal
/// components of all features. Missing values take the median, long tails are drawn in, then every feature weighs the same.
/// </summary>
internal static class CustomerMap
{
    private const double LongTail = 2;

    public static Matrix Of(Matrix features, FitRun run)
    {
        if (features.Rows < 2) return new Matrix(features.Rows, ["pc1", "pc2"]);
        var prepared = features.Select(features.Columns);
        var varying = new List<string>();
        for (var column = 0; column < prepared.Columns.Count; column++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var values = prepared.Column(column);
            if (!FillMissing(values)) continue;
            if (Skewness(values) > LongTail)
                for (var row = 0; row < values.Length; row++) values[row] = MathF.CopySign(MathF.Log(1 + MathF.Abs(values[row])), values[row]);
            prepared.Fill(column, values);
            varying.Add(prepared.Columns[column]);
        }
        if (varying.Count < 2) return new Matrix(features.Rows, ["pc1", "pc2"]);
        var chosen = prepared.Select(varying);
        var scaled = new StandardScaler().Fit(chosen, run).Transform(chosen);
        return new Pca { Components = 2 }.Fit(scaled, run).Transform(scaled);
    }

    /// <summary>False when the column says nothing: wholly missing, or the same for everybody.</summary>
    private static bool FillMissing(float[] values)
    {
        var known = values.Where(float.IsFinite).ToArray();
        if (known.Length == 0) return false;
        RadixSort.Rising(known.AsSpan());
        if (known[0] == known[^1]) return false;
        var median = (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
        for (var row = 0; row < values.Length; row++)
            if (!float.IsFinite(values[row])) values[row] = median;
        return true;
    }

    /// <summary>The third standardized moment: 0 for a symmetric column, 2 for an exponential one.</summary>
    private static double Skewness(float[] values)
    {
        double mean = 0, second = 0, third = 0;
        foreach (var value in values) mean += value;
        mean /= values.Length;
        foreach (var value in values)
        {
            var off = value - mean;
            second += off * off;
            third += off * off * off;
        }
        var deviation = Math.Sqrt(second / values.Length);
        return deviation == 0 ? 0 : third / values.Length / (deviation * deviation * deviation);
    }
}
