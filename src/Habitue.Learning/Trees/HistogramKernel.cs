using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Habitue.Learning.Trees;

/// <summary>
/// Sums of gradients by bin for sixteen columns at once. A row's gradient and hessian are whole numbers packed in 64
/// bits (gradient above, hessian below), so one addition adds both, and sums are exact in whatever order they are taken.
/// One histogram is 16 x 256 sums: 32 kB, which the first-level cache holds; a row costs sixteen additions to memory.
/// </summary>
internal static unsafe class HistogramKernel
{
    public const int Bins = 256;
    public const int Size = BinnedRows.GroupWidth * Bins;
    private const int Ahead = 24;

    /// <summary>Adds consecutive rows; <paramref name="bins"/> and <paramref name="packed"/> stand at the first of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(byte* bins, long* packed, int count, long* into)
    {
        for (var i = 0; i < count; i++, bins += BinnedRows.GroupWidth) Add(bins, packed[i], into);
    }

    /// <summary>Adds numbered rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(byte* bins, long* packed, int* rows, int count, long* into)
    {
        var i = 0;
        if (Sse.IsSupported)
        {
            for (; i < count - Ahead; i++)
            {
                Sse.Prefetch0(bins + ((long)rows[i + Ahead] * BinnedRows.GroupWidth));
                Sse.Prefetch0(packed + rows[i + Ahead]);
                Add(bins + ((long)rows[i] * BinnedRows.GroupWidth), packed[rows[i]], into);
            }
        }

        for (; i < count; i++) Add(bins + ((long)rows[i] * BinnedRows.GroupWidth), packed[rows[i]], into);
    }

    /// <summary>Counts numbered rows by bin, where a hessian does not tell their number.</summary>
    public static void Count(byte* bins, int* rows, int count, long* into)
    {
        for (var i = 0; i < count; i++) Add(bins + ((long)rows[i] * BinnedRows.GroupWidth), 1, into);
    }

    public static void Sum(long* a, long* b, int count)
    {
        var i = 0;
        for (; i + Vector<long>.Count <= count; i += Vector<long>.Count) *(Vector<long>*)(a + i) += *(Vector<long>*)(b + i);
        for (; i < count; i++) a[i] += b[i];
    }

    public static void Difference(long* whole, long* part, long* rest, int count)
    {
        var i = 0;
        for (; i + Vector<long>.Count <= count; i += Vector<long>.Count) *(Vector<long>*)(rest + i) = *(Vector<long>*)(whole + i) - *(Vector<long>*)(part + i);
        for (; i < count; i++) rest[i] = whole[i] - part[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* bins, long packed, long* into)
    {
        into[bins[0]] += packed;
        into[(1 * Bins) + bins[1]] += packed;
        into[(2 * Bins) + bins[2]] += packed;
        into[(3 * Bins) + bins[3]] += packed;
        into[(4 * Bins) + bins[4]] += packed;
        into[(5 * Bins) + bins[5]] += packed;
        into[(6 * Bins) + bins[6]] += packed;
        into[(7 * Bins) + bins[7]] += packed;
        into[(8 * Bins) + bins[8]] += packed;
        into[(9 * Bins) + bins[9]] += packed;
        into[(10 * Bins) + bins[10]] += packed;
        into[(11 * Bins) + bins[11]] += packed;
        into[(12 * Bins) + bins[12]] += packed;
        into[(13 * Bins) + bins[13]] += packed;
        into[(14 * Bins) + bins[14]] += packed;
        into[(15 * Bins) + bins[15]] += packed;
    }
}
