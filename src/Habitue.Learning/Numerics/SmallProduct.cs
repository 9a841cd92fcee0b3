using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Products of small dense float32 matrices that lie in the cache: blocks of 4 × 64 or 8 × 32 results stay in 16 registers while
/// the sum runs. Each result is one chain of fused multiply-adds in the order of k, so the blocks, and the width of the
/// vectors, change no bit of it.
/// </summary>
internal static unsafe class SmallProduct
{
    private const int Lanes = AlignedFloats.Lanes;

    /// <summary>Tests turn this off to go the way of processors without vectors of 512 bits.</summary>
    internal static bool Wide { get; set; } = Vector512.IsHardwareAccelerated;

    /// <summary>c[i, j] = start[j] + sum over k of a[i, k] × b[k, j].</summary>
    /// <param name="a">a[i, k] is at i × <paramref name="aRow"/> + k × <paramref name="aColumn"/>; either may be 1, so that it may be read transposed.</param>
    /// <param name="aRow">From one i to the next.</param>
    /// <param name="aColumn">From one k to the next.</param>
    /// <param name="b">Aligned to 64 bytes, <paramref name="n"/> columns wide.</param>
    /// <param name="start">n values, or null for zeros.</param>
    /// <param name="c">Aligned to 64 bytes, n columns wide.</param>
    /// <param name="m">Rows of c.</param>
    /// <param name="n">Columns of b and c, a multiple of 16.</param>
    /// <param name="k">How many products each sum has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aRow, nint aColumn, float* b, float* start, float* c, int m, int n, int k)
    {
        if (!Wide)
        {
            Narrow(a, aRow, aColumn, b, start, c, m, n, k);
            return;
        }

        var column = 0;
        for (; column + (4 * Lanes) <= n; column += 4 * Lanes)
        {
            var row = 0;
            for (; row + 4 <= m; row += 4) FourByFour(a + (row * aRow), aRow, aColumn, b + column, Of(start, column), c + ((nint)row * n) + column, n, k);
            for (; row < m; row++)
                for (var part = 0; part < 4; part++) One(a + (row * aRow), aColumn, b + column + (part * Lanes), Of(start, column + (part * Lanes)), c + ((nint)row * n) + column + (part * Lanes), n, k);
        }

        for (; column < n; column += 2 * Lanes)
        {
            var (row, parts) = (0, Math.Min(2, (n - column) / Lanes));
            if (parts == 2)
                for (; row + 8 <= m; row += 8) EightByTwo(a + (row * aRow), aRow, aColumn, b + column, Of(start, column), c + ((nint)row * n) + column, n, k);
            for (; row < m; row++)
                for (var part = 0; part < parts; part++) One(a + (row * aRow), aColumn, b + column + (part * Lanes), Of(start, column + (part * Lanes)), c + ((nint)row * n) + column + (part * Lanes), n, k);
        }
    }

    /// <summary>The sum of the products of two aligned rows, <paramref name="n"/> a multiple of 16: sixteen sums side by side, then halves added to halves.</summary>
    public static float Dot(float* a, float* b, int n)
    {
        if (!Wide) return NarrowDot(a, b, n);
        var sums = Vector512<float>.Zero;
        for (var i = 0; i < n; i += Lanes) sums = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sums);
        var eight = sums.GetLower() + sums.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    private static float* Of(float* start, int column) => start == null ? null : start + column;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByFour(float* a, nint aRow, nint aColumn, float* b, float* start, float* c, nint n, int k)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        if (start != null) (s0, s1, s2, s3) = (Vector512.Load(start), Vector512.Load(start + 16), Vector512.Load(start + 32), Vector512.Load(start + 48));
        Vector512<float> c00 = s0, c01 = s1, c02 = s2, c03 = s3, c10 = s0, c11 = s1, c12 = s2, c13 = s3;
        Vector512<float> c20 = s0, c21 = s1, c22 = s2, c23 = s3, c30 = s0, c31 = s1, c32 = s2, c33 = s3;
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        for (; k > 0; k--)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16), b2 = Vector512.Load(b + 32), b3 = Vector512.Load(b + 48);
            var x = Vector512.Create(*a);
            c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            c02 = Vector512.FusedMultiplyAdd(x, b2, c02);
            c03 = Vector512.FusedMultiplyAdd(x, b3, c03);
            x = Vector512.Create(*a1);
            c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            c12 = Vector512.FusedMultiplyAdd(x, b2, c12);
            c13 = Vector512.FusedMultiplyAdd(x, b3, c13);
            x = Vector512.Create(*a2);
            c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            c22 = Vector512.FusedMultiplyAdd(x, b2, c22);
            c23 = Vector512.FusedMultiplyAdd(x, b3, c23);
            x = Vector512.Create(*a3);
            c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            c32 = Vector512.FusedMultiplyAdd(x, b2, c32);
            c33 = Vector512.FusedMultiplyAdd(x, b3, c33);
            b += n;
            a += aColumn;
            a1 += aColumn;
            a2 += aColumn;
            a3 += aColumn;
        }

        Store(c, c00, c01, c02, c03);
        Store(c + n, c10, c11, c12, c13);
        Store(c + (2 * n), c20, c21, c22, c23);
        Store(c + (3 * n), c30, c31, c32, c33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightByTwo(float* a, nint aRow, nint aColumn, float* b, float* start, float* c, nint n, int k)
    {
        Vector512<float> s0 = default, s1 = default;
        if (start != null) (s0, s1) = (Vector512.Load(start), Vector512.Load(start + 16));
        Vector512<float> c00 = s0, c01 = s1, c10 = s0, c11 = s1, c20 = s0, c21 = s1, c30 = s0, c31 = s1;
        Vector512<float> c40 = s0, c41 = s1, c50 = s0, c51 = s1, c60 = s0, c61 = s1, c70 = s0, c71 = s1;
        var a4 = a + (4 * aRow);
        nint two = 2 * aRow, three = 3 * aRow;
        for (; k > 0; k--)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            var x = Vector512.Create(*a);
            c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[aRow]);
            c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[two]);
            c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(a[three]);
            c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(*a4);
            c40 = Vector512.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a4[aRow]);
            c50 = Vector512.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(a4[two]);
            c60 = Vector512.FusedMultiplyAdd(x, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a4[three]);
            c70 = Vector512.FusedMultiplyAdd(x, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
            b += n;
            a += aColumn;
            a4 += aColumn;
        }

        Store(c, c00, c01);
        Store(c + n, c10, c11);
        Store(c + (2 * n), c20, c21);
        Store(c + (3 * n), c30, c31);
        c += 4 * n;
        Store(c, c40, c41);
        Store(c + n, c50, c51);
        Store(c + (2 * n), c60, c61);
        Store(c + (3 * n), c70, c71);
    }

    /// <summary>Sixteen results of one row.</summary>
    private static void One(float* a, nint aColumn, float* b, float* start, float* c, nint n, int k)
    {
        var sum = start == null ? default : Vector512.Load(start);
        for (; k > 0; k--, a += aColumn, b += n) sum = Vector512.FusedMultiplyAdd(Vector512.Create(*a), Vector512.Load(b), sum);
        sum.Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> c0, Vector512<float> c1)
    {
        c0.Store(c);
        c1.Store(c + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3)
    {
        Store(c, c0, c1);
        Store(c + 32, c2, c3);
    }

    private static void Narrow(float* a, nint aRow, nint aColumn, float* b, float* start, float* c, int m, nint n, int k)
    {
        var width = Vector<float>.Count; // 4, 8 or 16: a whole number of them is 16
        for (var row = 0; row < m; row++)
        {
            for (nint column = 0; column < n; column += width)
            {
                var sum = start == null ? default : Vector.Load(start + column);
                for (var i = 0; i < k; i++) sum = Vector.FusedMultiplyAdd(new Vector<float>(a[(row * aRow) + (i * aColumn)]), Vector.Load(b + (i * n) + column), sum);
                sum.Store(c + (row * n) + column);
            }
        }
    }

    private static float NarrowDot(float* a, float* b, int n)
    {
        Span<float> sums = stackalloc float[Lanes];
        sums.Clear();
        for (var i = 0; i < n; i++) sums[i % Lanes] = MathF.FusedMultiplyAdd(a[i], b[i], sums[i % Lanes]);
        for (var half = 8; half >= 4; half /= 2)
            for (var i = 0; i < half; i++) sums[i] += sums[i + half];
        return sums[0] + sums[2] + (sums[1] + sums[3]);
    }
}
