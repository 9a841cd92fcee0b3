using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Habitue.Learning.Trees;

/// <summary>
/// Finds the best split of one column among the rows of one node. Small nodes fill few bins: these are marked by a bit
/// each, and only they are looked at and cleared again. Where bins between two sides are empty, the split lies in their
/// middle, as it would between values. One per thread.
/// </summary>
internal sealed unsafe class DeepColumn
{
    private const int SmallRows = 256;

    private readonly DeepTargets targets;
    private readonly DeepSettings settings;
    private readonly BinRules rules;
    private readonly long[] sums = GC.AllocateArray<long>(HistogramKernel.Bins, pinned: true);
    private readonly long[] counts = GC.AllocateArray<long>(HistogramKernel.Bins, pinned: true);
    private readonly long[] prefix = GC.AllocateArray<long>(HistogramKernel.Bins + 8, pinned: true);
    private readonly int[] filled = new int[HistogramKernel.Bins];
    private readonly int[] byClass, whole;
    private readonly double[] left, right;

    public DeepColumn(DeepTargets targets, DeepSettings settings, BinRules rules)
    {
        (this.targets, this.settings, this.rules) = (targets, settings, rules);
        byClass = new int[targets.Packs ? 0 : HistogramKernel.Bins * targets.Outputs];
        whole = new int[targets.Outputs];
        (left, right) = (new double[targets.Outputs], new double[targets.Outputs]);
    }

    /// <summary>The best split; its gain is a score to compare with other columns of the node. <see cref="Split.None"/> when there is none.</summary>
    /// <param name="varies">Whether the column has more than one bin in the node.</param>
    public Split Best(DeepRows rows, int from, int count, long total, int column, out bool varies)
    {
        byte* bins = rows.Bins + ((long)from * rows.Stride) + column;
        var packed = rows.PackedRows + from;
        var limits = new SplitLimits(0, settings.Counts ? 1 : Math.Max(1, settings.MinLeafRows), settings.MinLeafRows, 0, double.NegativeInfinity, double.PositiveInfinity);
        if (!targets.Packs) return OfClasses(bins, packed, rows.Stride, count, column, out varies);
        if (settings.Counts) return Counted(bins, packed, rows.Stride, count, total, column, limits, out varies);
        return count <= SmallRows ? Small(bins, packed, rows.Stride, count, total, column, limits, out varies) : Large(bins, packed, rows.Stride, count, total, column, limits, out varies);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split Large(byte* bins, long* packed, int stride, int count, long total, int column, in SplitLimits limits, out bool varies)
    {
        var sum = First(sums);
        for (var i = 0; i < count; i++, bins += stride) sum[*bins] += packed[i];
        return Whole(count, total, column, limits, null, out varies);
    }

    private Split Counted(byte* bins, long* packed, int stride, int count, long total, int column, in SplitLimits limits, out bool varies)
    {
        for (var i = 0; i < count; i++, bins += stride)
        {
            sums[*bins] += packed[i];
            counts[*bins]++;
        }

        var split = Whole(count, total, column, limits, First(counts), out varies);
        Array.Clear(counts);
        return split;
    }

    private Split Whole(int count, long total, int column, in SplitLimits limits, long* counted, out bool varies)
    {
        var found = 0;
        foreach (var sum in sums) found += sum != 0 ? 1 : 0;
        varies = found > 1;
        var split = varies ? SplitSearch.Numbers(First(sums), counted, count, column, rules.Bins(column), total, limits, 0) : Split.None;
        var next = split.Bin + 1;
        while (split.Found && next < BinRules.Missing && sums[next] == 0) next++;
        if (split.Found && next < BinRules.Missing) split = split with { Bin = (split.Bin + next - 1) / 2 };
        Array.Clear(sums);
        return split;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Split Small(byte* bins, long* packed, int stride, int count, long total, int column, in SplitLimits limits, out bool varies)
    {
        var sum = First(sums);
        var marks = stackalloc ulong[4];
        (marks[0], marks[1], marks[2], marks[3]) = (0, 0, 0, 0);
        for (var i = 0; i < count; i++, bins += stride)
        {
            var bin = *bins;
            sum[bin] += packed[i];
            marks[bin >> 6] |= 1ul << (bin & 63);
        }

        if (marks[3] >> 63 != 0) return Whole(count, total, column, limits, null, out varies); // with missing values
        var (found, running) = (0, 0L);
        var before = First(prefix);
        for (var word = 0; word < 4; word++)
        {
            for (var bits = marks[word]; bits != 0; bits &= bits - 1)
            {
                var bin = (word << 6) + BitOperations.TrailingZeroCount(bits);
                before[found] = running += sum[bin];
                sum[bin] = 0;
                filled[found++] = bin;
            }
        }

        varies = found > 1;
        if (!varies) return Split.None;
        var (score, at) = SplitSearch.Best(before, found - 1, total, 0, limits.Least);
        return at < 0 ? Split.None : new Split(score, column, (filled[at] + filled[at + 1] - 1) / 2, Packed.Hessian(before[at]) * 2 > Packed.Hessian(total), before[at], null);
    }

    private Split OfClasses(byte* bins, long* packed, int stride, int count, int column, out bool varies)
    {
        var (classes, marks) = (targets.Outputs, new Marks());
        Array.Clear(whole);
        for (var i = 0; i < count; i++, bins += stride)
        {
            var (bin, number, weight) = (*bins, (int)(packed[i] >> 32), (int)packed[i]);
            byClass[(bin * classes) + number] += weight;
            whole[number] += weight;
            counts[bin]++;
            marks.Set(bin);
        }

        var found = marks.List(filled);
        varies = found > 1;
        var (best, missing) = (Split.None with { Gain = double.NegativeInfinity }, found > 0 && filled[found - 1] == BinRules.Missing);
        if (varies)
        {
            best = Scan(missing ? found - 1 : found, false, best);
            if (missing) best = Scan(found - 1, true, best);
        }

        for (var i = 0; i < found; i++)
        {
            byClass.AsSpan(filled[i] * classes, classes).Clear();
            counts[filled[i]] = 0;
        }

        return best.Found ? best : Split.None;

        Split Scan(int numbers, bool missingLeft, Split best)
        {
            Array.Clear(left);
            for (var k = 0; k < classes; k++) right[k] = whole[k];
            var (leftRows, last) = (0L, missing && !missingLeft ? numbers : numbers - 1);
            if (missingLeft) Move(BinRules.Missing);
            for (var i = 0; i < last; i++)
            {
                Move(filled[i]);
                if (leftRows < settings.MinLeafRows || count - leftRows < settings.MinLeafRows) continue;
                var score = Score(left) + Score(right);
                if (score > best.Gain) best = new Split(score, column, i + 1 < numbers ? (filled[i] + filled[i + 1] - 1) / 2 : filled[i], missing ? missingLeft : left.Sum() > right.Sum(), 0, null);
            }

            return best;

            void Move(int bin)
            {
                leftRows += counts[bin];
                for (var k = 0; k < classes; k++)
                {
                    left[k] += byClass[(bin * classes) + k];
                    right[k] -= byClass[(bin * classes) + k];
                }
            }
        }
    }

    /// <summary>Weight times impurity, with the sign turned and without what all splits of a node have in common.</summary>
    public double Score(ReadOnlySpan<double> weights)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var weight in weights) total += weight;
        foreach (var weight in weights) sum += targets.Criterion == TreeCriterion.Gini ? weight * weight : weight > 0 ? weight * Math.Log2(weight / total) : 0;
        return targets.Criterion == TreeCriterion.Gini ? sum / total : sum;
    }

    /// <summary>Of a pinned array.</summary>
    private static long* First(long[] array) => (long*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));

    private struct Marks
    {
        private ulong a, b, c, d;

        public void Set(int bin)
        {
            var bit = 1ul << (bin & 63);
            if (bin < 64) a |= bit;
            else if (bin < 128) b |= bit;
            else if (bin < 192) c |= bit;
            else d |= bit;
        }

        public readonly int List(int[] into)
        {
            var (found, start) = (0, 0);
            foreach (var word in (ReadOnlySpan<ulong>)[a, b, c, d])
            {
                for (var bits = word; bits != 0; bits &= bits - 1) into[found++] = start + BitOperations.TrailingZeroCount(bits);
                start += 64;
            }

            return found;
        }
    }
}
