using System.Numerics;
using System.Runtime.CompilerServices;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// The loops over factors that take nearly all the time. Strides are whole vectors. Four rows are taken at once, so that
/// what they share is loaded once and their sums do not wait for each other.
/// </summary>
internal static unsafe class FactorKernels
{
    /// <summary>The product of each of the rows with one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(float* rows, int count, int stride, float* one, float* into)
    {
        var (width, row) = (Vector<float>.Count, 0);
        for (; row + 4 <= count; row += 4)
        {
            float* a = rows + ((nint)row * stride), b = a + stride, c = b + stride, d = c + stride;
            Dots(a, b, c, d, one, stride, into + row);
        }

        for (; row < count; row++)
        {
            var (at, sum) = (row, Vector<float>.Zero);
            var a = rows + ((nint)at * stride);
            for (var i = 0; i < stride; i += width) sum = Vector.FusedMultiplyAdd(*(Vector<float>*)(a + i), *(Vector<float>*)(one + i), sum);
            into[row] = Vector.Sum(sum);
        }
    }

    /// <summary>
    /// Adds to <paramref name="into"/> each numbered row times a number that depends on its product with <paramref name="one"/>:
    /// weight × product, or for a residual 1 + weight - weight × product.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeighted(float* rows, int stride, int* numbers, float* weights, int count, bool residual, float* one, float* into)
    {
        var (width, at) = (Vector<float>.Count, 0);
        var f = stackalloc float[4];
        for (; at + 4 <= count; at += 4)
        {
            float* a = rows + ((nint)numbers[at] * stride), b = rows + ((nint)numbers[at + 1] * stride),
                c = rows + ((nint)numbers[at + 2] * stride), d = rows + ((nint)numbers[at + 3] * stride);
            Dots(a, b, c, d, one, stride, f);
            for (var k = 0; k < 4; k++) f[k] = Factor(weights[at + k], f[k], residual);
            Add(a, b, c, d, f, stride, into);
        }

        for (; at < count; at++)
        {
            var a = rows + ((nint)numbers[at] * stride);
            var sum = Vector<float>.Zero;
            for (var i = 0; i < stride; i += width) sum = Vector.FusedMultiplyAdd(*(Vector<float>*)(a + i), *(Vector<float>*)(one + i), sum);
            var factor = new Vector<float>(Factor(weights[at], Vector.Sum(sum), residual));
            for (var i = 0; i < stride; i += width) *(Vector<float>*)(into + i) = Vector.FusedMultiplyAdd(factor, *(Vector<float>*)(a + i), *(Vector<float>*)(into + i));
        }
    }

    /// <summary>A square symmetric matrix times a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Times(float* matrix, int stride, float* one, float* into)
    {
        new Span<float>(into, stride).Clear();
        for (var row = 0; row < stride; row += 4)
        {
            float* a = matrix + ((nint)row * stride), b = a + stride, c = b + stride, d = c + stride;
            Add(a, b, c, d, one + row, stride, into);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int stride)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < stride; i += Vector<float>.Count) sum = Vector.FusedMultiplyAdd(*(Vector<float>*)(a + i), *(Vector<float>*)(b + i), sum);
        return Vector.Sum(sum);
    }

    /// <summary>a = a × <paramref name="keep"/> + b × <paramref name="add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* a, float keep, float* b, float add, int stride)
    {
        Vector<float> k = new(keep), f = new(add);
        for (var i = 0; i < stride; i += Vector<float>.Count) *(Vector<float>*)(a + i) = Vector.FusedMultiplyAdd(f, *(Vector<float>*)(b + i), k * *(Vector<float>*)(a + i));
    }

    /// <summary>Moves a user towards one item and away from another, and both items towards and away from the user, each shrunk a little first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pull(float* user, float* one, float* other, float pull, float keep, int stride)
    {
        Vector<float> f = new(pull), k = new(keep);
        for (var i = 0; i < stride; i += Vector<float>.Count)
        {
            Vector<float> x = *(Vector<float>*)(user + i), a = *(Vector<float>*)(one + i), b = *(Vector<float>*)(other + i);
            *(Vector<float>*)(user + i) = Vector.FusedMultiplyAdd(f, a - b, k * x);
            *(Vector<float>*)(one + i) = Vector.FusedMultiplyAdd(f, x, k * a);
            *(Vector<float>*)(other + i) = Vector.FusedMultiplyAdd(-f, x, k * b);
        }
    }

    /// <summary>Adds the products of any two factors of some rows to the lower triangle of a square of Stride × Stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(FactorTable table, int from, int to, double[] into)
    {
        var stride = table.Stride;
        var rows = new double[4 * stride];
        fixed (double* a = rows, sums = into)
        {
            for (var row = from; row < to; row += 4)
            {
                for (var k = 0; k < 4; k++)
                    for (var i = 0; i < stride; i++) a[(k * stride) + i] = row + k < to ? table.Values[((row + k) * stride) + i] : 0;
                AddSquares(a, stride, sums);
            }
        }
    }

    /// <summary>Adds the products of any two places of four rows to the lower triangle of a square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(double* rows, int stride, double* sums, double* factors = null)
    {
        double* a = rows, b = a + stride, c = b + stride, d = c + stride;
        for (var i = 0; i < stride; i++, sums += stride)
        {
            Vector<double> fa = new(a[i]), fb = new(b[i]), fc = new(c[i]), fd = new(d[i]);
            if (factors is not null) (fa, fb, fc, fd) = (fa * factors[0], fb * factors[1], fc * factors[2], fd * factors[3]);
            for (var j = 0; j <= i; j += Vector<double>.Count)
            {
                var sum = Vector.FusedMultiplyAdd(fa, *(Vector<double>*)(a + j), *(Vector<double>*)(sums + j));
                sum = Vector.FusedMultiplyAdd(fb, *(Vector<double>*)(b + j), sum);
                sum = Vector.FusedMultiplyAdd(fc, *(Vector<double>*)(c + j), sum);
                *(Vector<double>*)(sums + j) = Vector.FusedMultiplyAdd(fd, *(Vector<double>*)(d + j), sum);
            }
        }
    }

    private static float Factor(float weight, float product, bool residual) => residual ? 1 + weight - (weight * product) : weight * product;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dots(float* a, float* b, float* c, float* d, float* one, int stride, float* into)
    {
        Vector<float> s = default, t = default, u = default, v = default;
        for (var i = 0; i < stride; i += Vector<float>.Count)
        {
            var p = *(Vector<float>*)(one + i);
            s = Vector.FusedMultiplyAdd(*(Vector<float>*)(a + i), p, s);
            t = Vector.FusedMultiplyAdd(*(Vector<float>*)(b + i), p, t);
            u = Vector.FusedMultiplyAdd(*(Vector<float>*)(c + i), p, u);
            v = Vector.FusedMultiplyAdd(*(Vector<float>*)(d + i), p, v);
        }

        (into[0], into[1], into[2], into[3]) = (Vector.Sum(s), Vector.Sum(t), Vector.Sum(u), Vector.Sum(v));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* a, float* b, float* c, float* d, float* factors, int stride, float* into)
    {
        Vector<float> s = new(factors[0]), t = new(factors[1]), u = new(factors[2]), v = new(factors[3]);
        for (var i = 0; i < stride; i += Vector<float>.Count)
        {
            var sum = Vector.FusedMultiplyAdd(s, *(Vector<float>*)(a + i), *(Vector<float>*)(into + i));
            sum = Vector.FusedMultiplyAdd(t, *(Vector<float>*)(b + i), sum);
            sum = Vector.FusedMultiplyAdd(u, *(Vector<float>*)(c + i), sum);
            *(Vector<float>*)(into + i) = Vector.FusedMultiplyAdd(v, *(Vector<float>*)(d + i), sum);
        }
    }
}
