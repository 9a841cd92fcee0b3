using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Sums over the rows of the products of any two columns, measured from their means, in double: the root of
/// covariances. One pass: the products are taken from a place near the means, and corrected by the little that
/// is missing (Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983, formula 1.1).
/// With weights and targets there is <see cref="Linear.Gram"/>, for factors of users and items <see cref="Recommendation.GramSums"/>.
/// A column of ones beside the others makes their plain sums in the same pass, and a value that is not finite shows in them.
/// </summary>
internal static class CrossProducts
{
    private const int BlockRows = 8192;
    private const int OriginRows = 1024;
    private const int BatchBytes = 1 << 23;

    /// <summary>The means and the n × n sums of (x_i - mean_i)(x_j - mean_j).</summary>
    /// <param name="x">The rows.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    /// <param name="wide">Whether 512-bit vectors may be used; the sums are the same bits either way.</param>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static (double[] Means, double[] Products) Of(Matrix x, FitRun run, bool wide = true)
    {
        var n = x.Columns.Count;
        var stride = CrossProductKernel.Stride(n);
        var origins = Origins(x, stride);
        var count = (x.Rows + BlockRows - 1) / BlockRows;
        var total = new double[stride * stride];
        // Sums of their own for all blocks would be much memory for many columns, so blocks go in batches.
        var batch = Math.Clamp(BatchBytes / (total.Length * sizeof(double)), 16, 1024);
        var kernels = new CrossProductKernel?[Math.Min(batch, count)];
        for (var first = 0; first < count; first += batch)
        {
            var size = Math.Min(batch, count - first);
            Blocks.Run(size, run, i =>
            {
                var kernel = kernels[i] ??= new CrossProductKernel(n, origins, wide);
                kernel.Sum(x, (first + i) * BlockRows, Math.Min(x.Rows, (first + i + 1) * BlockRows));
            });
            for (var b = 0; b < size; b++)
                for (var i = 0; i < total.Length; i++) total[i] += kernels[b]!.Sums[i];
            run.Progress?.Report((double)(first + size) / count);
        }

        for (var i = 0; i < n; i++)
            if (!double.IsFinite(total[(n * stride) + i])) Finite.Check(x);
        return Centred(total, origins, n, stride, x.Rows);
    }

    private static (double[] Means, double[] Products) Centred(double[] total, double[] origins, int n, int stride, int rows)
    {
        var (means, products) = (new double[n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            var off = rows == 0 ? 0 : total[(n * stride) + i] / rows;
            means[i] = origins[i] + off;
            for (var j = 0; j <= i; j++)
            {
                var product = total[(i * stride) + j] - (off * total[(n * stride) + j]);
                products[(i * n) + j] = products[(j * n) + i] = i == j ? Math.Max(0, product) : product;
            }
        }

        return (means, products);
    }

    private static double[] Origins(Matrix x, int stride)
    {
        var origins = new double[stride];
        var rows = Math.Min(x.Rows, OriginRows);
        for (var r = 0; r < rows; r++)
        {
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++) origins[c] += row[c];
        }

        for (var c = 0; c < x.Columns.Count && rows > 0; c++) origins[c] /= rows;
        return origins;
    }
}
