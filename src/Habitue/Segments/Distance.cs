using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>How far rows of the space of customers are apart, and the middles of its clusters.</summary>
internal static class Distance
{
    public static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }

    /// <summary>The mean of each cluster's rows; rows with a negative label are left out.</summary>
    public static Matrix Centres(Matrix rows, IReadOnlyList<int> labels, int clusters)
    {
        var width = rows.Columns.Count;
        var (sums, counts) = (new double[clusters * width], new int[clusters]);
        for (var row = 0; row < rows.Rows; row++)
        {
            if (labels[row] < 0) continue;
            counts[labels[row]]++;
            var values = rows.Row(row);
            for (var column = 0; column < width; column++) sums[(labels[row] * width) + column] += values[column];
        }
        var centres = new Matrix(clusters, rows.Columns);
        for (var i = 0; i < sums.Length; i++) centres.Values[i] = (float)(sums[i] / Math.Max(1, counts[i / width]));
        return centres;
    }

    /// <summary>The number of the nearest centre, of equally near ones the first.</summary>
    public static int Nearest(ReadOnlySpan<float> row, Matrix centres)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var k = 0; k < centres.Rows; k++)
            if (Squared(row, centres.Row(k)) is var far && far < least) (best, least) = (k, far);
        return best;
    }
}
