using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Rows, less an offset, times a few directions: sums in double, one vector of directions at a time. Each sum is one
/// chain of fused multiply-adds in the order of the columns, so every path and every place of a row gives the same bits.
/// </summary>
internal static unsafe class Projection
{
    private const int BlockRows = 4096;
    private const int Together = 8; // rows whose sums grow side by side, so that none waits for the other
    private const int Lanes = 8; // doubles of a 512-bit vector

    /// <summary>into[r, k] = sum over c of (x[r, c] - offsets[c]) × directions[k × columns + c].</summary>
    /// <param name="x">The rows.</param>
    /// <param name="offsets">What is taken off each column.</param>
    /// <param name="directions">One after the other.</param>
    /// <param name="into">A column per direction.</param>
    /// <param name="wide">Whether 512-bit vectors may be used.</param>
    public static void Project(Matrix x, double[] offsets, double[] directions, Matrix into, bool wide = true)
    {
        var (n, count) = (x.Columns.Count, into.Columns.Count);
        var stride = (n + Lanes - 1) / Lanes * Lanes;
        var packed = Pack(directions, n, count);
        var padded = new double[stride];
        offsets.CopyTo(padded, 0);
        wide &= Avx512F.IsSupported;
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, default, block =>
        {
            var centred = new double[Together * stride];
            var (from, to) = (block * BlockRows, Math.Min(x.Rows, (block + 1) * BlockRows));
            fixed (float* values = x.Values, target = into.Values)
            fixed (double* offset = padded, chunk = centred, direction = packed)
            {
                for (var row = from; row < to; row += Together)
                {
                    // Past the last row the old values stand, and their sums are not kept.
                    var rows = Math.Min(Together, to - row);
                    float* source = values + ((nint)row * n), place = target + ((nint)row * count);
                    if (wide)
                    {
                        CentreBy512(source, rows, n, offset, chunk, stride);
                        RowsBy512(chunk, stride, rows, n, direction, count, place);
                    }
                    else
                    {
                        Centre(source, rows, n, offset, chunk, stride);
                        Rows(chunk, stride, rows, n, direction, count, place);
                    }
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Centre(float* source, int rows, int n, double* offset, double* chunk, int stride)
    {
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < n; i++) chunk[(r * stride) + i] = source[(r * n) + i] - offset[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(double* chunk, int stride, int rows, int n, double* direction, int count, float* target)
    {
        var lanes = Vector<double>.Count; // 2, 4 or 8: a group of directions is a whole number of vectors
        for (var first = 0; first < count; first += Lanes, direction += n * Lanes)
        {
            for (var part = 0; part < Lanes && first + part < count; part += lanes)
            {
                for (var r = 0; r < rows; r++)
                {
                    var sum = Vector<double>.Zero;
                    for (var i = 0; i < n; i++)
                        sum = Vector.FusedMultiplyAdd(new Vector<double>(chunk[(r * stride) + i]), *(Vector<double>*)(direction + (i * Lanes) + part), sum);
                    for (var k = 0; k < Math.Min(lanes, count - first - part); k++) target[(r * count) + first + part + k] = (float)sum[k];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CentreBy512(float* source, int rows, int n, double* offset, double* chunk, int stride)
    {
        var whole = n / Lanes * Lanes;
        var mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(n - whole)).AsSingle();
        for (var r = 0; r < rows; r++, source += n, chunk += stride)
        {
            for (var c = 0; c < whole; c += Lanes)
                (Avx512F.ConvertToVector512Double(Vector256.Load(source + c)) - Vector512.Load(offset + c)).Store(chunk + c);
            if (whole < n) (Avx512F.ConvertToVector512Double(Avx.MaskLoad(source + whole, mask)) - Vector512.Load(offset + whole)).Store(chunk + whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowsBy512(double* chunk, int stride, int rows, int n, double* direction, int count, float* target)
    {
        var scores = stackalloc float[Together * Lanes];
        for (var first = 0; first < count; first += Lanes)
        {
            Vector512<double> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            var x = chunk;
            for (var i = 0; i < n; i++, direction += Lanes, x++)
            {
                var by = Vector512.Load(direction);
                a = Vector512.FusedMultiplyAdd(Vector512.Create(x[0]), by, a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(x[stride]), by, b);
                c = Vector512.FusedMultiplyAdd(Vector512.Create(x[2 * stride]), by, c);
                d = Vector512.FusedMultiplyAdd(Vector512.Create(x[3 * stride]), by, d);
                e = Vector512.FusedMultiplyAdd(Vector512.Create(x[4 * stride]), by, e);
                f = Vector512.FusedMultiplyAdd(Vector512.Create(x[5 * stride]), by, f);
                g = Vector512.FusedMultiplyAdd(Vector512.Create(x[6 * stride]), by, g);
                h = Vector512.FusedMultiplyAdd(Vector512.Create(x[7 * stride]), by, h);
            }

            Avx512F.ConvertToVector256Single(a).Store(scores);
            Avx512F.ConvertToVector256Single(b).Store(scores + Lanes);
            Avx512F.ConvertToVector256Single(c).Store(scores + (2 * Lanes));
            Avx512F.ConvertToVector256Single(d).Store(scores + (3 * Lanes));
            Avx512F.ConvertToVector256Single(e).Store(scores + (4 * Lanes));
            Avx512F.ConvertToVector256Single(f).Store(scores + (5 * Lanes));
            Avx512F.ConvertToVector256Single(g).Store(scores + (6 * Lanes));
            Avx512F.ConvertToVector256Single(h).Store(scores + (7 * Lanes));
            var width = Math.Min(Lanes, count - first);
            for (var r = 0; r < rows; r++)
            {
                float* from = scores + (r * Lanes), to = target + ((nint)r * count) + first;
                for (var k = 0; k < width; k++) to[k] = from[k];
            }
        }
    }

    /// <summary>Directions in groups of a vector, within a group all first values, then all second ones; zeros at the end.</summary>
    private static double[] Pack(double[] directions, int n, int count)
    {
        var packed = new double[(count + Lanes - 1) / Lanes * Lanes * n];
        for (var k = 0; k < count; k++)
            for (var c = 0; c < n; c++) packed[(((k / Lanes * n) + c) * Lanes) + (k % Lanes)] = directions[(k * n) + c];
        return packed;
    }
}
