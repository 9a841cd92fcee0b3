using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// The most similar other rows of each row of a sparse matrix. For one row, the products with all others are summed at
/// once, column by column (Gustavson, "Two fast algorithms for sparse matrices", 1978): one sum for each row, which stay
/// in the nearest cache for some thousand rows. Where a row meets few others, only these are looked at.
/// </summary>
internal static unsafe class NearestRows
{
    private const int BlockRows = 32;

    /// <summary>Looking at one row that was met costs about as much as looking at this many in a line.</summary>
    private const int Sparse = 8;

    /// <summary>
    /// For each row the <paramref name="keep"/> others with the highest similarity above 0, of equal ones the first. Each
    /// sum runs in double, in the order of the columns, so it is the same whoever computes it.
    /// </summary>
    public static SparseMatrix Of(SparseMatrix documents, Weighting weighting, int keep, FitRun run)
    {
        var rows = weighting.Weigh(documents);
        var columns = rows.Transpose();
        var parts = new double[rows.Rows];
        for (var row = 0; row < parts.Length; row++) parts[row] = weighting.Part(rows.ValuesOf(row));
        keep = Math.Min(keep, Math.Max(0, rows.Rows - 1));
        if ((long)rows.Rows * keep > Array.MaxLength) throw new BadDataException($"{keep} neighbours of each of {rows.Rows} rows are more than one model holds; ask for fewer.");
        var (found, similarities, counts) = (new int[rows.Rows * keep], new float[rows.Rows * keep], new int[rows.Rows]);
        var (blocks, done, gate) = ((rows.Rows + BlockRows - 1) / BlockRows, 0, new Lock());
        using var scratch = new ThreadLocal<Scratch>(() => new Scratch(rows.Rows, keep));
        Blocks.Run(blocks, run, block =>
        {
            for (var row = block * BlockRows; row < Math.Min(rows.Rows, (block + 1) * BlockRows); row++)
            {
                var own = scratch.Value!;
                Sum(rows, columns, row, own.Sums);
                if (Met(rows, columns, row) * Sparse < rows.Rows) OfferMet(rows, columns, row, weighting, parts, own);
                else OfferAll(row, weighting, parts, own);
                var best = own.Best.Sorted();
                for (var i = 0; i < best.Length; i++) (own.Order[i], own.Values[i]) = (best[i].Number, best[i].Score);
                Array.Sort(own.Order, own.Values, 0, best.Length);
                own.Order.AsSpan(0, best.Length).CopyTo(found.AsSpan(row * keep));
                own.Values.AsSpan(0, best.Length).CopyTo(similarities.AsSpan(row * keep));
                counts[row] = best.Length;
            }

            lock (gate) run.Progress?.Report((double)++done / blocks);
        });
        return Packed(rows.Rows, keep, found, similarities, counts);
    }

    /// <summary>Adds the products of one row with all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(SparseMatrix rows, SparseMatrix columns, int row, double[] sums)
    {
        fixed (double* sum = sums)
        fixed (int* column = rows.IndicesOf(row), starts = columns.Starts, others = columns.Indices)
        fixed (float* weight = rows.ValuesOf(row), weights = columns.Values)
        {
            var count = rows.IndicesOf(row).Length;
            for (var c = 0; c < count; c++)
            {
                double factor = weight[c];
                int i = starts[column[c]], end = starts[column[c] + 1];
                for (; i + 4 <= end; i += 4)
                {
                    // The rows of one column are all different, so none of the four sums waits for another.
                    sum[others[i]] += factor * weights[i];
                    sum[others[i + 1]] += factor * weights[i + 1];
                    sum[others[i + 2]] += factor * weights[i + 2];
                    sum[others[i + 3]] += factor * weights[i + 3];
                }

                for (; i < end; i++) sum[others[i]] += factor * weights[i];
            }
        }
    }

    /// <summary>How often a row shares a column with another one.</summary>
    private static long Met(SparseMatrix rows, SparseMatrix columns, int row)
    {
        var met = 0L;
        foreach (var column in rows.IndicesOf(row)) met += columns.Starts[column + 1] - columns.Starts[column];
        return met;
    }

    /// <summary>Offers the similarities of the rows that share a column, and makes the sums 0 again.</summary>
    private static void OfferMet(SparseMatrix rows, SparseMatrix columns, int row, Weighting weighting, double[] parts, Scratch own)
    {
        own.Sums[row] = 0;
        foreach (var column in rows.IndicesOf(row))
        {
            foreach (var other in columns.IndicesOf(column))
            {
                if (own.Sums[other] == 0) continue;
                own.Best.Offer((float)weighting.Finish(own.Sums[other], parts[row], parts[other]), other);
                own.Sums[other] = 0;
            }
        }
    }

    /// <summary>Offers the similarities of all rows, and makes the sums 0 again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfferAll(int row, Weighting weighting, double[] parts, Scratch own)
    {
        var (i, width, mine) = (0, Vector<double>.Count, parts[row]);
        if (weighting.Similarity != Similarity.Jaccard)
        {
            for (; i + (2 * width) <= parts.Length; i += 2 * width)
            {
                var low = new Vector<double>(own.Sums, i) * mine * new Vector<double>(parts, i);
                var high = new Vector<double>(own.Sums, i + width) * mine * new Vector<double>(parts, i + width);
                Vector.Narrow(low, high).CopyTo(own.Similarities, i);
            }
        }

        for (; i < parts.Length; i++) own.Similarities[i] = (float)weighting.Finish(own.Sums[i], mine, parts[i]);
        own.Similarities[row] = float.NegativeInfinity;
        own.Best.Offer(own.Similarities, default);
        Array.Clear(own.Sums);
    }

    private static SparseMatrix Packed(int rows, int keep, int[] found, float[] similarities, int[] counts)
    {
        var starts = new int[rows + 1];
        for (var row = 0; row < rows; row++) starts[row + 1] = starts[row] + counts[row];
        var (indices, values) = (new int[starts[^1]], new float[starts[^1]]);
        for (var row = 0; row < rows; row++)
        {
            found.AsSpan(row * keep, counts[row]).CopyTo(indices.AsSpan(starts[row]));
            similarities.AsSpan(row * keep, counts[row]).CopyTo(values.AsSpan(starts[row]));
        }

        return new SparseMatrix(rows, starts, indices, values);
    }

    /// <summary>What one thread works with.</summary>
    private sealed class Scratch(int rows, int keep)
    {
        public readonly double[] Sums = new double[rows];
        public readonly float[] Similarities = new float[rows];
        public readonly TopList Best = new(keep, above: 0);
        public readonly int[] Order = new int[keep];
        public readonly float[] Values = new float[keep];
    }
}
