using System.Numerics;
using System.Runtime.CompilerServices;

namespace Habitue.Learning.Numerics;

/// <summary>
/// The inverse of a large symmetric positive definite matrix, in its own place and in double: the sweep operator, a block
/// of columns at a time, on the lower triangle only (Goodnight, "A tutorial on the SWEEP operator", 1979). Cost: n³ / 2
/// multiply-adds; memory besides the matrix: 128 n doubles.
/// </summary>
internal static unsafe class SymmetricInverse
{
    private const int Block = 64;
    private const int Strip = 256; // columns whose panel stays in the second cache
    private const int RowsAtOnce = 4;

    /// <summary>Replaces the lower triangle of an n × n matrix, row after row, by minus its inverse's.</summary>
    /// <returns>False when the matrix is not positive definite.</returns>
    public static bool Sweep(double[] a, int n, FitRun run)
    {
        var width = 2 * Vector<double>.Count;
        var stride = (n + width - 1) / width * width;
        double[] across = new double[Block * stride], down = new double[n * Block], pivot = new double[Block * Block];
        for (var k = 0; k < n; k += Block)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var (b, first) = (Math.Min(Block, n - k), k);
            // The columns of the block, in full height: what lies above the diagonal is read from the other side of it.
            for (var i = 0; i < n; i++)
                for (var t = 0; t < b; t++) across[(t * stride) + i] = i >= k ? At(a, n, i, k + t) : a[((long)(k + t) * n) + i];
            for (var r = 0; r < b; r++)
                for (var t = 0; t < b; t++) pivot[(r * b) + t] = across[(t * stride) + k + r];
            if (!Small(pivot, b)) return false;
            var groups = (n + Block - 1) / Block;
            Blocks.Run(groups, run, group => Scale(across, stride, pivot, b, group * Block, Math.Min(n, (group + 1) * Block), down));
            Blocks.Run(groups, run, group =>
            {
                var (from, to) = (group * Block, Math.Min(n, (group + 1) * Block));
                if (from == first) return;
                for (var strip = 0; strip < to; strip += Strip)
                    Subtract(a, n, from, to, strip, Math.Min(strip + Strip, to), b, across, stride, down);
            });
            for (var i = 0; i < n; i++)
            {
                for (var t = 0; t < b; t++)
                {
                    if (i >= k + b) a[((long)i * n) + k + t] = down[(i * Block) + t];
                    else if (i < k) a[((long)(k + t) * n) + i] = down[(i * Block) + t];
                    else a[((long)i * n) + k + t] = -pivot[((i - k) * b) + t];
                }
            }

            run.Progress?.Report((double)(k + b) / n);
        }

        return true;
    }

    private static double At(double[] a, int n, int row, int column) => row >= column ? a[((long)row * n) + column] : a[((long)column * n) + row];

    /// <summary>The block's columns times the inverse of what stands on the diagonal, for some rows of the full height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(double[] across, int stride, double[] pivot, int b, int from, int to, double[] down)
    {
        var lanes = Vector<double>.Count;
        for (var t = 0; t < b; t++)
        {
            for (var i = from; i < to; i += lanes)
            {
                var sum = Vector<double>.Zero;
                for (var s = 0; s < b; s++) sum = Vector.FusedMultiplyAdd(new Vector<double>(pivot[(s * b) + t]), new Vector<double>(across, (s * stride) + i), sum);
                for (var l = 0; l < Math.Min(lanes, to - i); l++) down[((i + l) * Block) + t] = sum[l];
            }
        }
    }

    /// <summary>Takes down × across off a rectangle. What is above the diagonal, or in the block itself, is overwritten or never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(double[] a, int n, int from, int to, int left, int right, int b, double[] across, int stride, double[] down)
    {
        var lanes = Vector<double>.Count;
        fixed (double* matrix = a, panel = across, factors = down)
        {
            for (var i = from; i < to; i += RowsAtOnce)
            {
                var rows = Math.Min(RowsAtOnce, to - i);
                // Rows that are missing at the end are computed like the last one and not stored.
                double* f0 = factors + ((long)i * Block), f1 = factors + ((long)Math.Min(i + 1, to - 1) * Block),
                    f2 = factors + ((long)Math.Min(i + 2, to - 1) * Block), f3 = factors + ((long)Math.Min(i + 3, to - 1) * Block);
                for (var j = left; j < Math.Min(right, i + rows); j += 2 * lanes)
                {
                    Vector<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
                    var p = panel + j;
                    for (var t = 0; t < b; t++, p += stride)
                    {
                        Vector<double> low = *(Vector<double>*)p, high = *(Vector<double>*)(p + lanes);
                        Vector<double> w0 = new(f0[t]), w1 = new(f1[t]), w2 = new(f2[t]), w3 = new(f3[t]);
                        a0 = Vector.FusedMultiplyAdd(w0, low, a0);
                        a1 = Vector.FusedMultiplyAdd(w0, high, a1);
                        b0 = Vector.FusedMultiplyAdd(w1, low, b0);
                        b1 = Vector.FusedMultiplyAdd(w1, high, b1);
                        c0 = Vector.FusedMultiplyAdd(w2, low, c0);
                        c1 = Vector.FusedMultiplyAdd(w2, high, c1);
                        d0 = Vector.FusedMultiplyAdd(w3, low, d0);
                        d1 = Vector.FusedMultiplyAdd(w3, high, d1);
                    }

                    Store(matrix, n, i, j, a0, a1);
                    if (rows > 1) Store(matrix, n, i + 1, j, b0, b1);
                    if (rows > 2) Store(matrix, n, i + 2, j, c0, c1);
                    if (rows > 3) Store(matrix, n, i + 3, j, d0, d1);
                }
            }
        }
    }

    /// <summary>Takes sums off one row, up to the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* matrix, int n, int row, int column, Vector<double> low, Vector<double> high)
    {
        var lanes = Vector<double>.Count;
        var at = matrix + ((long)row * n) + column;
        if (column + (2 * lanes) <= row + 1)
        {
            *(Vector<double>*)at -= low;
            *(Vector<double>*)(at + lanes) -= high;
            return;
        }

        for (var c = 0; column + c <= row && c < 2 * lanes; c++) at[c] -= c < lanes ? low[c] : high[c - lanes];
    }

    /// <summary>Replaces a small full matrix by its inverse; false when it is not positive definite.</summary>
    private static bool Small(double[] a, int b)
    {
        for (var k = 0; k < b; k++)
        {
            var pivot = a[(k * b) + k];
            if (!(pivot > 0)) return false;
            for (var i = 0; i < b; i++)
            {
                if (i == k) continue;
                var factor = a[(i * b) + k] / pivot;
                for (var j = 0; j < b; j++)
                    if (j != k) a[(i * b) + j] -= factor * a[(k * b) + j];
                a[(i * b) + k] = -factor;
            }

            for (var j = 0; j < b; j++) a[(k * b) + j] = j == k ? 1 / pivot : a[(k * b) + j] / pivot;
        }

        return true;
    }
}
