using System.Runtime.InteropServices;
using System.Numerics;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>Sums over the rows of the products of any two columns, centred, in double: the root of covariances.</summary>
internal static class CrossProducts
{
    private const int BlockRows = 8192;

    /// <summary>The n × n sums of (x_i - centre_i)(x_j - centre_j); the values must be finite.</summary>
    public static double[] Of(Matrix x, double[] centres, FitRun run)
    {
        var n = x.Columns.Count;
        // A row's length in whole vectors; the places left over stay 0.
        var stride = (n + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var count = (x.Rows + BlockRows - 1) / BlockRows;
        // As many sums as blocks would be much memory for many columns, so blocks go in batches.
        const int batch = 16;
        var sums = new double[batch][];
        var total = new double[n * stride];
        for (var first = 0; first < count; first += batch)
        {
            var size = Math.Min(batch, count - first);
            Blocks.Run(size, run, i =>
            {
                sums[i] ??= new double[n * stride];
                Array.Clear(sums[i]);
                Add(x, (first + i) * BlockRows, Math.Min(x.Rows, (first + i + 1) * BlockRows), centres, sums[i], stride);
            });
            for (var b = 0; b < size; b++)
                for (var i = 0; i < total.Length; i++) total[i] += sums[b][i];
            run.Progress?.Report((double)(first + size) / count);
        }

        var products = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) products[(i * n) + j] = products[(j * n) + i] = total[(i * stride) + j];
        return products;
    }

    /// <summary>Adds the lower triangles of the products of each row with itself.</summary>
    private static void Add(Matrix x, int from, int to, double[] centres, double[] sums, int stride)
    {
        var centred = new double[stride];
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(centred.AsSpan());
        var into = MemoryMarshal.Cast<double, Vector<double>>(sums.AsSpan());
        for (var r = from; r < to; r++)
        {
            var row = x.Row(r);
            for (var c = 0; c < row.Length; c++) centred[c] = row[c] - centres[c];
            for (var i = 0; i < row.Length; i++)
            {
                var factor = new Vector<double>(centred[i]);
                var target = into.Slice(i * vectors.Length, (i / Vector<double>.Count) + 1);
                for (var j = 0; j < target.Length; j++) target[j] += factor * vectors[j];
            }
        }
    }
}
