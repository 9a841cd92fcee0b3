using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The best split of one column, from its histogram: the one with the largest GL²/(HL + l) + GR²/(HR + l) (Chen and
/// Guestrin, "XGBoost", 2016, equation 7). Missing values are tried on both sides. Of equally good splits the first wins.
/// </summary>
internal static unsafe class SplitSearch
{
    /// <summary>The best split of a column of numbers; <see cref="Split.Gain"/> is its score, from which the parent's is still to be taken.</summary>
    /// <param name="histogram">The packed sums of the column's bins.</param>
    /// <param name="counts">How many rows each bin holds, or null when rows need not be counted.</param>
    public static Split Numbers(long* histogram, long* counts, int rows, int column, int bins, long total, in SplitLimits limits, int monotone)
    {
        long* prefix = stackalloc long[HistogramKernel.Bins + 8];
        var missing = histogram[BinRules.Missing];
        var sum = 0L;
        for (var b = 0; b < bins; b++) prefix[b] = sum += histogram[b];
        var plain = monotone == 0 && counts == null && !limits.Bounded;
        // Without missing values the last bin leaves nothing for the other side; with them it parts the known from the missing.
        var ends = missing == 0 ? bins - 1 : bins;
        var (score, bin) = plain ? Best(prefix, ends, total, limits.L2, limits.Least) : Bounded(prefix, counts, 0, rows, ends, total, limits, monotone);
        var best = bin < 0 ? Split.None : new Split(score, column, bin, Packed.Hessian(prefix[bin]) * 2 > Packed.Hessian(total), prefix[bin], null);
        if (missing == 0) return best;
        best = best with { MissingLeft = false };
        for (var b = 0; b < bins; b++) prefix[b] += missing;
        (score, bin) = plain ? Best(prefix, bins - 1, total, limits.L2, limits.Least) : Bounded(prefix, counts, counts == null ? 0 : counts[BinRules.Missing], rows, bins - 1, total, limits, monotone);
        return bin >= 0 && score > best.Gain ? new Split(score, column, bin, true, prefix[bin], null) : best;
    }

    /// <summary>The best of the first bins, by eight at once where the processor can.</summary>
    public static (double Score, int Bin) Best(long* prefix, int count, long total, double l2, double least) =>
        Vector512.IsHardwareAccelerated && count > 8 ? Wide(prefix, count, total, l2, least) : Narrow(prefix, count, total, l2, least);

    public static (double Score, int Bin) Narrow(long* prefix, int count, long total, double l2, double least)
    {
        var (best, bin) = (0.0, -1);
        for (var b = 0; b < count; b++)
        {
            double gl = prefix[b] >> 32, hl = (uint)prefix[b], gr = (total >> 32) - gl, hr = (uint)total - hl;
            if (hl < least || hr < least) continue;
            var score = (gl * gl / (hl + l2)) + (gr * gr / (hr + l2));
            if (score > best) (best, bin) = (score, b);
        }

        return (best, bin);
    }

    /// <summary>Writes up to eight numbers beyond <paramref name="count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Score, int Bin) Wide(long* prefix, int count, long total, double l2, double least)
    {
        for (var b = count; b < ((count + 7) & ~7); b++) prefix[b] = total; // nothing on the right: never chosen
        var (g, h) = (Vector512.Create((double)(total >> 32)), Vector512.Create((double)(uint)total));
        var (vl2, vleast, mask) = (Vector512.Create(l2), Vector512.Create(least), Vector512.Create(0xFFFF_FFFFL));
        Vector512<double> best = default;
        var (bins, at, eight) = (Vector512.Create(-1L), Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create(8L));
        for (var b = 0; b < count; b += 8, at += eight)
        {
            var packed = Vector512.Load(prefix + b);
            var gl = Vector512.ConvertToDouble(Vector512.ShiftRightArithmetic(packed, 32));
            var hl = Vector512.ConvertToDouble(packed & mask);
            var (gr, hr) = (g - gl, h - hl);
            var score = (gl * gl / (hl + vl2)) + (gr * gr / (hr + vl2));
            var better = Vector512.GreaterThanOrEqual(hl, vleast) & Vector512.GreaterThanOrEqual(hr, vleast) & Vector512.GreaterThan(score, best);
            best = Vector512.ConditionalSelect(better, score, best);
            bins = Vector512.ConditionalSelect(better.AsInt64(), at, bins);
        }

        var scores = stackalloc double[8];
        var where = stackalloc long[8];
        best.Store(scores);
        bins.Store(where);
        var (most, bin) = (0.0, -1L);
        for (var lane = 0; lane < 8; lane++)
            if (where[lane] >= 0 && (scores[lane] > most || (scores[lane] == most && where[lane] < bin))) (most, bin) = (scores[lane], where[lane]);
        return (most, (int)bin);
    }

    /// <summary>The same where values are bounded or must rise (1) or fall (-1) with the column, or rows are counted.</summary>
    private static (double Score, int Bin) Bounded(long* prefix, long* counts, long leftRows, int rows, int count, long total, in SplitLimits limits, int monotone)
    {
        var (best, bin) = (0.0, -1);
        for (var b = 0; b < count; b++)
        {
            if (counts != null)
            {
                leftRows += counts[b];
                if (leftRows < limits.LeastRows || rows - leftRows < limits.LeastRows) continue;
            }

            long left = prefix[b], right = total - left;
            if (Packed.Hessian(left) < limits.Least || Packed.Hessian(right) < limits.Least) continue;
            if (monotone * (limits.Value(right) - limits.Value(left)) < 0) continue;
            var score = limits.Score(left) + limits.Score(right);
            if (score > best) (best, bin) = (score, b);
        }

        return (best, bin);
    }

    /// <summary>
    /// The best split of a column of categories: sorted by gradient over hessian, the best set is a prefix (Fisher, "On
    /// grouping for maximum homogeneity", 1958). Missing is a category of its own.
    /// </summary>
    public static Split Categories(long* histogram, long* counts, int rows, int column, long total, in SplitLimits limits)
    {
        double* rank = stackalloc double[HistogramKernel.Bins];
        Span<int> order = stackalloc int[HistogramKernel.Bins];
        var count = 0;
        for (var b = 0; b < HistogramKernel.Bins; b++)
        {
            if (Packed.Hessian(histogram[b]) == 0) continue;
            rank[b] = Packed.Gradient(histogram[b]) / (Packed.Hessian(histogram[b]) + limits.Smoothing);
            var i = count++;
            for (; i > 0 && rank[order[i - 1]] > rank[b]; i--) order[i] = order[i - 1];
            order[i] = b;
        }

        var (best, last, left, leftOfBest, leftRows) = (0.0, -1, 0L, 0L, 0L);
        for (var i = 0; i < count - 1; i++)
        {
            left += histogram[order[i]];
            if (counts != null)
            {
                leftRows += counts[order[i]];
                if (leftRows < limits.LeastRows || rows - leftRows < limits.LeastRows) continue;
            }

            if (Packed.Hessian(left) < limits.Least || Packed.Hessian(total - left) < limits.Least) continue;
            var score = limits.Score(left) + limits.Score(total - left);
            if (score > best) (best, last, leftOfBest) = (score, i, left);
        }

        if (last < 0) return Split.None;
        // What was not there goes where missing values go, or else to the larger side.
        var missing = order[..count].IndexOf(BinRules.Missing);
        var restLeft = missing >= 0 ? missing <= last : Packed.Hessian(leftOfBest) * 2 > Packed.Hessian(total);
        var set = new ulong[4];
        if (restLeft) set.AsSpan().Fill(ulong.MaxValue);
        for (var i = 0; i < count; i++)
        {
            var bit = 1ul << (order[i] & 63);
            ref var word = ref set[order[i] >> 6];
            word = i <= last ? word | bit : word & ~bit;
        }

        return new Split(best, column, 0, restLeft, leftOfBest, set);
    }
}
