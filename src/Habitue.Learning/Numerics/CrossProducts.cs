using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Sums over the rows of the products of any two columns, measured from their means, in double: the root of
/// covariances. One pass: the products are taken from a place near the means, and corrected by the little that
/// is missing (Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983, formula 1.1).
/// </summary>
internal static unsafe class CrossProducts
{
    private const int BlockRows = 8192;
    private const int OriginRows = 1024;
    private const int Together = 4; // rows for which a sum is loaded and stored once

    /// <summary>The means and the n × n sums of (x_i - mean_i)(x_j - mean_j); the values must be finite.</summary>
    public static (double[] Means, double[] Products) Of(Matrix x, FitRun run)
    {
        var n = x.Columns.Count;
        var stride = Stride(n);
        var origins = Origins(x, stride);
        var count = (x.Rows + BlockRows - 1) / BlockRows;
        // Sums of their own for all blocks would be much memory for many columns, so blocks go in batches.
        const int batch = 16;
        var sums = new double[batch][];
        var total = new double[(n + 1) * stride];
        for (var first = 0; first < count; first += batch)
        {
            var size = Math.Min(batch, count - first);
            Blocks.Run(size, run, i =>
            {
                sums[i] ??= new double[total.Length];
                Array.Clear(sums[i]);
                Add(x, (first + i) * BlockRows, Math.Min(x.Rows, (first + i + 1) * BlockRows), origins, sums[i], stride);
            });
            for (var b = 0; b < size; b++)
                for (var i = 0; i < total.Length; i++) total[i] += sums[b][i];
            run.Progress?.Report((double)(first + size) / count);
        }

        var (means, products) = (new double[n], new double[n * n]);
        for (var i = 0; i < n; i++)
        {
            var off = x.Rows == 0 ? 0 : total[(n * stride) + i] / x.Rows;
            means[i] = origins[i] + off;
            for (var j = 0; j <= i; j++)
            {
                var product = total[(i * stride) + j] - (off * total[(n * stride) + j]);
                products[(i * n) + j] = products[(j * n) + i] = i == j ? Math.Max(0, product) : product;
            }
        }

        return (means, products);
    }

    /// <summary>A row's length in whole vectors; the places left over stay 0.</summary>
    private static int Stride(int columns) => (columns + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

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

    /// <summary>Adds the lower triangles of the products of each row with itself, and in a last line the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Matrix x, int from, int to, double[] origins, double[] sums, int stride)
    {
        var (n, lanes) = (x.Columns.Count, Vector<double>.Count);
        var centred = new double[Together * stride];
        fixed (float* values = x.Values)
        fixed (double* start = sums, a = centred, origin = origins)
        {
            double* b = a + stride, c = b + stride, d = c + stride;
            for (var row = from; row < to; row += Together)
            {
                for (var k = 0; k < Together; k++)
                {
                    var source = values + ((nint)(row + k) * n);
                    // Past the last row the centred values are 0 and add nothing.
                    for (var i = 0; i < n; i++) a[(k * stride) + i] = row + k < to ? source[i] - origin[i] : 0;
                }

                var into = start;
                for (var i = 0; i <= n; i++, into += stride)
                {
                    Vector<double> fa = Factor(a, i, n), fb = Factor(b, i, n), fc = Factor(c, i, n), fd = Factor(d, i, n);
                    for (var j = 0; j <= Math.Min(i, n - 1); j += lanes)
                    {
                        var sum = *(Vector<double>*)(into + j);
                        sum = Vector.FusedMultiplyAdd(fa, *(Vector<double>*)(a + j), sum);
                        sum = Vector.FusedMultiplyAdd(fb, *(Vector<double>*)(b + j), sum);
                        sum = Vector.FusedMultiplyAdd(fc, *(Vector<double>*)(c + j), sum);
                        *(Vector<double>*)(into + j) = Vector.FusedMultiplyAdd(fd, *(Vector<double>*)(d + j), sum);
                    }
                }
            }
        }
    }

    /// <summary>A row's value, or 1 for the line that sums the rows themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Factor(double* row, int i, int n) => i < n ? new Vector<double>(row[i]) : Vector<double>.One;
}
