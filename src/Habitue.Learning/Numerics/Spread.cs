using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>Means and variances of columns, in double.</summary>
internal static class Spread
{
    /// <summary>
    /// Mean and variance (divided by the number of rows) of each column. Missing values are left out; a column
    /// that is wholly missing has mean 0 and variance 0; an infinite value is an error.
    /// </summary>
    public static (double[] Means, double[] Variances) Of(Matrix x)
    {
        var width = x.Columns.Count;
        var (means, variances) = (new double[width], new double[width]);
        var (origins, counts) = (new double[width], new int[width]);
        for (var r = 0; r < x.Rows; r++)
        {
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++)
            {
                if (float.IsNaN(row[c])) continue;
                if (float.IsInfinity(row[c])) throw Finite.Not(x, r, c);
                // Differences to the first value: large values that hardly differ keep their digits.
                if (counts[c]++ == 0) origins[c] = row[c];
                var difference = row[c] - origins[c];
                means[c] += difference;
                variances[c] += difference * difference;
            }
        }

        for (var c = 0; c < width; c++)
        {
            if (counts[c] == 0) continue;
            means[c] /= counts[c];
            variances[c] = Math.Max(0, (variances[c] / counts[c]) - (means[c] * means[c]));
            means[c] += origins[c];
        }

        return (means, variances);
    }
}
