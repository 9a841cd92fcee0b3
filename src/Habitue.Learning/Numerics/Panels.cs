using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Kernels over a panel: some hundred rows turned into columns of doubles that stay in the near caches while sums, products and
/// scores are taken from them eight rows at a time. Every row goes through the same operations wherever it lies, so a row asked
/// alone gets the same bits.
/// </summary>
internal static unsafe class Panels
{
    /// <summary>Rows are padded with zeros to whole steps.</summary>
    public const int Step = 32;

    /// <summary>Columns are taken four at a time by <see cref="AddProducts"/> and <see cref="AddDots"/>.</summary>
    public const int Together = 4;

    private const int Lanes = 8;

    private const int Ahead = 64;

    /// <summary>Rows in whole steps.</summary>
    public static int Padded(int rows) => (rows + Step - 1) / Step * Step;

    /// <summary>How many rows a panel of so many columns holds: at most 256 kB, as long as 64 rows stay within it.</summary>
    public static int Height(int columns) => Math.Clamp(32_768 / Math.Max(1, columns) / Step * Step, 64, 512);

    /// <summary>The distance between columns: an odd number of cache lines, so that columns do not press each other out of the cache.</summary>
    public static int Stride(int height) => ((height / Lanes) | 1) * Lanes;

    /// <summary>Turns rows into columns, less their origins; the places after the last row become 0.</summary>
    /// <param name="rows">The first value of the first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="origins">What is taken from each column.</param>
    /// <param name="into">The first column; the others follow a stride apart.</param>
    /// <param name="stride">See <see cref="Stride"/>.</param>
    /// <param name="vectors">False takes the plain way, which gives the same bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* rows, int count, int columns, double* origins, double* into, nint stride, bool vectors = true)
    {
        var row = 0;
        if (vectors && Avx.IsSupported && columns >= Lanes)
        {
            for (; row + Lanes <= count; row += Lanes)
            {
                // The processor's own foresight ends at the page; asking for the lines of some dozens of rows on nearly doubles the speed.
                var ahead = rows + ((nint)(row + Ahead) * columns);
                for (var line = 0; line < Lanes * columns; line += 16) Sse.Prefetch0(ahead + line);
                // The last eight columns may overlap the ones before: they are written twice.
                for (var c = 0; c < columns; c += Lanes)
                {
                    var at = Math.Min(c, columns - Lanes);
                    Turn(rows + ((nint)row * columns) + at, columns, origins + at, into + (at * stride) + row, stride);
                }
            }
        }

        for (; row < count; row++)
            for (var c = 0; c < columns; c++) into[(c * stride) + row] = rows[((nint)row * columns) + c] - origins[c];
        for (var end = Padded(count); row < end; row++)
            for (var c = 0; c < columns; c++) into[(c * stride) + row] = 0;
    }

    /// <summary>into[r] = start + sum over the columns of factor × column[r].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(double* columns, int count, nint stride, int padded, double* factors, double start, double* into)
    {
        for (var r = 0; r < padded; r += Step)
        {
            Vector512<double> a = Vector512.Create(start), b = a, c = a, d = a;
            var column = columns + r;
            for (var i = 0; i < count; i++, column += stride)
            {
                var factor = Vector512.Create(factors[i]);
                a = Vector512.FusedMultiplyAdd(Vector512.Load(column), factor, a);
                b = Vector512.FusedMultiplyAdd(Vector512.Load(column + 8), factor, b);
                c = Vector512.FusedMultiplyAdd(Vector512.Load(column + 16), factor, c);
                d = Vector512.FusedMultiplyAdd(Vector512.Load(column + 24), factor, d);
            }

            a.Store(into + r);
            b.Store(into + r + 8);
            c.Store(into + r + 16);
            d.Store(into + r + 24);
        }
    }

    /// <summary>into[i] += column i · vector, for a number of columns that is a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddDots(double* columns, int count, nint stride, int padded, double* vector, double* into)
    {
        for (var i = 0; i < count; i += Together, columns += Together * stride)
        {
            double* b = columns + stride, c = b + stride, d = c + stride;
            Vector512<double> a0 = default, b0 = default, c0 = default, d0 = default;
            Vector512<double> a1 = default, b1 = default, c1 = default, d1 = default;
            for (var r = 0; r < padded; r += 2 * Lanes)
            {
                Vector512<double> first = Vector512.Load(vector + r), second = Vector512.Load(vector + r + Lanes);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Load(columns + r), first, a0);
                b0 = Vector512.FusedMultiplyAdd(Vector512.Load(b + r), first, b0);
                c0 = Vector512.FusedMultiplyAdd(Vector512.Load(c + r), first, c0);
                d0 = Vector512.FusedMultiplyAdd(Vector512.Load(d + r), first, d0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Load(columns + r + Lanes), second, a1);
                b1 = Vector512.FusedMultiplyAdd(Vector512.Load(b + r + Lanes), second, b1);
                c1 = Vector512.FusedMultiplyAdd(Vector512.Load(c + r + Lanes), second, c1);
                d1 = Vector512.FusedMultiplyAdd(Vector512.Load(d + r + Lanes), second, d1);
            }

            into[i] += Vector512.Sum(a0 + a1);
            into[i + 1] += Vector512.Sum(b0 + b1);
            into[i + 2] += Vector512.Sum(c0 + c1);
            into[i + 3] += Vector512.Sum(d0 + d1);
        }
    }

    /// <summary>Writes each column times a vector, row by row; the target may be the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(double* columns, int count, nint stride, int padded, double* vector, double* into)
    {
        for (var i = 0; i < count; i++, columns += stride, into += stride)
            for (var r = 0; r < padded; r += Lanes) (Vector512.Load(columns + r) * Vector512.Load(vector + r)).Store(into + r);
    }

    /// <summary>
    /// into[i, j] += column i of a · column j of b, for the tiles of 4 × 4 on and below the diagonal; the number of columns is a
    /// multiple of four. Each value that is loaded serves four sums held in registers.
    /// </summary>
    public static void AddProducts(double* a, double* b, int count, nint stride, int padded, double* into)
    {
        for (var i = 0; i < count; i += Together)
            for (var j = 0; j <= i; j += Together)
                AddTile(a + (i * stride), b + (j * stride), stride, padded, into + ((nint)i * count) + j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(double* a, double* b, nint stride, int padded, double* into, nint width)
    {
        double* aa = a + stride, aaa = aa + stride, aaaa = aaa + stride;
        double* bb = b + stride, bbb = bb + stride, bbbb = bbb + stride;
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<double> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<double> s30 = default, s31 = default, s32 = default, s33 = default;
        for (var r = 0; r < padded; r += Lanes)
        {
            Vector512<double> b0 = Vector512.Load(b + r), b1 = Vector512.Load(bb + r), b2 = Vector512.Load(bbb + r), b3 = Vector512.Load(bbbb + r);
            var x = Vector512.Load(a + r);
            s00 = Vector512.FusedMultiplyAdd(x, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, b2, s02);
            s03 = Vector512.FusedMultiplyAdd(x, b3, s03);
            x = Vector512.Load(aa + r);
            s10 = Vector512.FusedMultiplyAdd(x, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, b2, s12);
            s13 = Vector512.FusedMultiplyAdd(x, b3, s13);
            x = Vector512.Load(aaa + r);
            s20 = Vector512.FusedMultiplyAdd(x, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, b2, s22);
            s23 = Vector512.FusedMultiplyAdd(x, b3, s23);
            x = Vector512.Load(aaaa + r);
            s30 = Vector512.FusedMultiplyAdd(x, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, b2, s32);
            s33 = Vector512.FusedMultiplyAdd(x, b3, s33);
        }

        Add(into, s00, s01, s02, s03);
        Add(into + width, s10, s11, s12, s13);
        Add(into + (2 * width), s20, s21, s22, s23);
        Add(into + (3 * width), s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* into, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        into[0] += Vector512.Sum(a);
        into[1] += Vector512.Sum(b);
        into[2] += Vector512.Sum(c);
        into[3] += Vector512.Sum(d);
    }

    /// <summary>Eight rows of eight values become eight columns of eight doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* rows, int width, double* origins, double* into, nint stride)
    {
        Vector256<float> a = Vector256.Load(rows), b = Vector256.Load(rows + width), c = Vector256.Load(rows + (2 * width)), d = Vector256.Load(rows + (3 * width));
        rows += 4 * width;
        Vector256<float> e = Vector256.Load(rows), f = Vector256.Load(rows + width), g = Vector256.Load(rows + (2 * width)), h = Vector256.Load(rows + (3 * width));
        Vector256<float> ab = Avx.UnpackLow(a, b), AB = Avx.UnpackHigh(a, b), cd = Avx.UnpackLow(c, d), CD = Avx.UnpackHigh(c, d);
        Vector256<float> ef = Avx.UnpackLow(e, f), EF = Avx.UnpackHigh(e, f), gh = Avx.UnpackLow(g, h), GH = Avx.UnpackHigh(g, h);
        Vector256<float> p0 = Avx.Shuffle(ab, cd, 0x44), p1 = Avx.Shuffle(ab, cd, 0xEE), p2 = Avx.Shuffle(AB, CD, 0x44), p3 = Avx.Shuffle(AB, CD, 0xEE);
        Vector256<float> q0 = Avx.Shuffle(ef, gh, 0x44), q1 = Avx.Shuffle(ef, gh, 0xEE), q2 = Avx.Shuffle(EF, GH, 0x44), q3 = Avx.Shuffle(EF, GH, 0xEE);
        Put(Avx.Permute2x128(p0, q0, 0x20), origins, into);
        Put(Avx.Permute2x128(p1, q1, 0x20), origins + 1, into + stride);
        Put(Avx.Permute2x128(p2, q2, 0x20), origins + 2, into + (2 * stride));
        Put(Avx.Permute2x128(p3, q3, 0x20), origins + 3, into + (3 * stride));
        Put(Avx.Permute2x128(p0, q0, 0x31), origins + 4, into + (4 * stride));
        Put(Avx.Permute2x128(p1, q1, 0x31), origins + 5, into + (5 * stride));
        Put(Avx.Permute2x128(p2, q2, 0x31), origins + 6, into + (6 * stride));
        Put(Avx.Permute2x128(p3, q3, 0x31), origins + 7, into + (7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<float> column, double* origin, double* into) =>
        (Vector512.Create(Vector256.WidenLower(column), Vector256.WidenUpper(column)) - Vector512.Create(*origin)).Store(into);
}
