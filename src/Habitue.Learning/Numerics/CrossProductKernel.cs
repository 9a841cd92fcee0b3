using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Habitue.Learning.Data;

namespace Habitue.Learning.Numerics;

/// <summary>
/// The sums of one block of rows for <see cref="CrossProducts"/>. Rows come in chunks that a near cache holds: each is
/// made double, its origins taken off and a 1 put after it; then squares of eight by sixteen products grow in registers
/// over all rows of the chunk. Each sum is one chain of fused multiply-adds in the order of the rows, whatever the width
/// of the vectors, so every path gives the same bits.
/// </summary>
internal sealed unsafe class CrossProductKernel
{
    private const int Side = 8; // doubles of a 512-bit vector
    private const int ChunkValues = 2048; // 16 KB

    private readonly int n;
    private readonly int stride;
    private readonly int chunkRows;
    private readonly bool wide;
    private readonly double[] origins;
    private readonly double[] sums;
    private readonly double[] buffer; // pinned, so that the aligned start stays where it is
    private readonly double* chunk;

    public CrossProductKernel(int columns, double[] origins, bool wide)
    {
        (n, stride, this.origins) = (columns, Stride(columns), origins);
        this.wide = wide && Avx512F.IsSupported;
        chunkRows = Math.Clamp(ChunkValues / stride, Side, 128);
        sums = new double[stride * stride]; // whole squares, of which the lower triangle counts
        buffer = GC.AllocateUninitializedArray<double>((chunkRows * stride) + Side, pinned: true);
        chunk = (double*)(((nuint)Unsafe.AsPointer(ref buffer[0]) + 63) & ~(nuint)63);
    }

    /// <summary>The lower triangle, one line of <see cref="Stride"/> values per column, then the line of the plain sums; what lies elsewhere means nothing.</summary>
    public ReadOnlySpan<double> Sums => sums;

    /// <summary>A row's length in whole vectors, the 1 included; the places left over stay 0.</summary>
    public static int Stride(int columns) => (columns / Side * Side) + Side;

    /// <summary>Sums a block of rows.</summary>
    public void Sum(Matrix x, int from, int to)
    {
        Array.Clear(sums);
        fixed (float* values = x.Values)
        fixed (double* into = sums, origin = origins)
        {
            for (var row = from; row < to; row += chunkRows)
            {
                var rows = Math.Min(chunkRows, to - row);
                var source = values + ((nint)row * n);
                if (wide)
                {
                    WidenBy512(source, rows, origin);
                    MultiplyBy512(into, rows);
                }
                else
                {
                    Widen(source, rows, origin);
                    Multiply(into, rows);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Widen(float* source, int rows, double* origin)
    {
        var target = chunk;
        for (var row = 0; row < rows; row++, source += n, target += stride)
        {
            for (var c = 0; c < n; c++) target[c] = source[c] - origin[c];
            target[n] = 1;
            for (var c = n + 1; c < stride; c++) target[c] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* into, int rows)
    {
        var lanes = Vector<double>.Count;
        for (var i = 0; i <= n; i += 4)
        {
            for (var j = 0; j < i + 4; j += lanes)
            {
                var line = into + (i * stride) + j;
                Vector<double> a = *(Vector<double>*)line, b = *(Vector<double>*)(line + stride);
                Vector<double> c = *(Vector<double>*)(line + (2 * stride)), d = *(Vector<double>*)(line + (3 * stride));
                var x = chunk;
                for (var row = 0; row < rows; row++, x += stride)
                {
                    var by = *(Vector<double>*)(x + j);
                    a = Vector.FusedMultiplyAdd(new Vector<double>(x[i]), by, a);
                    b = Vector.FusedMultiplyAdd(new Vector<double>(x[i + 1]), by, b);
                    c = Vector.FusedMultiplyAdd(new Vector<double>(x[i + 2]), by, c);
                    d = Vector.FusedMultiplyAdd(new Vector<double>(x[i + 3]), by, d);
                }

                (*(Vector<double>*)line, *(Vector<double>*)(line + stride)) = (a, b);
                (*(Vector<double>*)(line + (2 * stride)), *(Vector<double>*)(line + (3 * stride))) = (c, d);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WidenBy512(float* source, int rows, double* origin)
    {
        var whole = stride - Side;
        var mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(n - whole)).AsSingle();
        // The place of the 1 gets 0 - (-1), the places after it 0 - 0.
        var last = Vector512.Load(origin + whole) - Vector512.ConditionalSelect(
            Vector512.Equals(Vector512<long>.Indices, Vector512.Create((long)(n - whole))).AsDouble(), Vector512<double>.One, default);
        var target = chunk;
        for (var row = 0; row < rows; row++, source += n, target += stride)
        {
            for (var c = 0; c < whole; c += Side)
                (Avx512F.ConvertToVector512Double(Vector256.Load(source + c)) - Vector512.Load(origin + c)).Store(target + c);
            (Avx512F.ConvertToVector512Double(Avx.MaskLoad(source + whole, mask)) - last).Store(target + whole);
        }
    }

    private void MultiplyBy512(double* into, int rows)
    {
        for (var i = 0; i <= n; i += Side)
        {
            var j = 0;
            for (; j + Side <= i; j += 2 * Side) SquarePair(into + (i * stride) + j, i, j, rows);
            if (j <= i) Square(into + (i * stride) + j, i, j, rows);
        }
    }

    /// <summary>Columns i to i + 7 times columns j to j + 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Square(double* into, int i, int j, int rows)
    {
        var s = stride;
        Vector512<double> a = Vector512.Load(into), b = Vector512.Load(into + s), c = Vector512.Load(into + (2 * s)), d = Vector512.Load(into + (3 * s));
        Vector512<double> e = Vector512.Load(into + (4 * s)), f = Vector512.Load(into + (5 * s)), g = Vector512.Load(into + (6 * s)), h = Vector512.Load(into + (7 * s));
        double* by = chunk + i, x = chunk + j;
        for (var row = 0; row < rows; row++, by += s, x += s)
        {
            var v = Vector512.Load(x);
            a = Vector512.FusedMultiplyAdd(Vector512.Create(by[0]), v, a);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(by[1]), v, b);
            c = Vector512.FusedMultiplyAdd(Vector512.Create(by[2]), v, c);
            d = Vector512.FusedMultiplyAdd(Vector512.Create(by[3]), v, d);
            e = Vector512.FusedMultiplyAdd(Vector512.Create(by[4]), v, e);
            f = Vector512.FusedMultiplyAdd(Vector512.Create(by[5]), v, f);
            g = Vector512.FusedMultiplyAdd(Vector512.Create(by[6]), v, g);
            h = Vector512.FusedMultiplyAdd(Vector512.Create(by[7]), v, h);
        }

        a.Store(into);
        b.Store(into + s);
        c.Store(into + (2 * s));
        d.Store(into + (3 * s));
        e.Store(into + (4 * s));
        f.Store(into + (5 * s));
        g.Store(into + (6 * s));
        h.Store(into + (7 * s));
    }

    /// <summary>Columns i to i + 7 times columns j to j + 15: each value that is spread over a vector serves two products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SquarePair(double* into, int i, int j, int rows)
    {
        var s = stride;
        Vector512<double> a = Vector512.Load(into), b = Vector512.Load(into + s), c = Vector512.Load(into + (2 * s)), d = Vector512.Load(into + (3 * s));
        Vector512<double> e = Vector512.Load(into + (4 * s)), f = Vector512.Load(into + (5 * s)), g = Vector512.Load(into + (6 * s)), h = Vector512.Load(into + (7 * s));
        var right = into + Side;
        Vector512<double> k = Vector512.Load(right), l = Vector512.Load(right + s), m = Vector512.Load(right + (2 * s)), o = Vector512.Load(right + (3 * s));
        Vector512<double> p = Vector512.Load(right + (4 * s)), q = Vector512.Load(right + (5 * s)), t = Vector512.Load(right + (6 * s)), u = Vector512.Load(right + (7 * s));
        double* by = chunk + i, x = chunk + j;
        for (var row = 0; row < rows; row++, by += s, x += s)
        {
            Vector512<double> v = Vector512.Load(x), w = Vector512.Load(x + Side);
            Add(by[0], v, w, ref a, ref k);
            Add(by[1], v, w, ref b, ref l);
            Add(by[2], v, w, ref c, ref m);
            Add(by[3], v, w, ref d, ref o);
            Add(by[4], v, w, ref e, ref p);
            Add(by[5], v, w, ref f, ref q);
            Add(by[6], v, w, ref g, ref t);
            Add(by[7], v, w, ref h, ref u);
        }

        Store(into, a, k);
        Store(into + s, b, l);
        Store(into + (2 * s), c, m);
        Store(into + (3 * s), d, o);
        Store(into + (4 * s), e, p);
        Store(into + (5 * s), f, q);
        Store(into + (6 * s), g, t);
        Store(into + (7 * s), h, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double by, Vector512<double> v, Vector512<double> w, ref Vector512<double> left, ref Vector512<double> right)
    {
        var factor = Vector512.Create(by);
        left = Vector512.FusedMultiplyAdd(factor, v, left);
        right = Vector512.FusedMultiplyAdd(factor, w, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* into, Vector512<double> left, Vector512<double> right)
    {
        left.Store(into);
        right.Store(into + Side);
    }
}
