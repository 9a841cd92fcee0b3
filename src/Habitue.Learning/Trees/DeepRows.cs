using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The rows of one deep tree, moved so that each node's rows lie side by side: bins, what stands for the target, and the
/// row's number. A deep tree looks at small nodes for most of its time; then all that it reads lies in the nearest cache.
/// </summary>
internal sealed unsafe class DeepRows
{
    private readonly byte[] bins, otherBins;
    private readonly long[] packed, otherPacked;
    private readonly int[] rows, otherRows;

    public DeepRows(BinnedRows source)
    {
        (Stride, Source) = (source.Groups.Length * BinnedRows.GroupWidth, source);
        if ((long)source.Rows * Stride > Array.MaxLength) throw new BadDataException($"{source.Rows} rows of {source.Columns.Length} columns are too many for a deep tree; boosting takes them.");
        (bins, otherBins) = (New<byte>(source.Rows * Stride), New<byte>(source.Rows * Stride));
        (packed, otherPacked) = (New<long>(source.Rows), New<long>(source.Rows));
        (rows, otherRows) = (New<int>(source.Rows), New<int>(source.Rows));
    }

    public BinnedRows Source { get; }

    /// <summary>Bytes from row to row.</summary>
    public int Stride { get; }

    public int Count { get; private set; }

    /// <summary>The packed sum of all rows, where targets pack.</summary>
    public long Sum { get; private set; }

    public byte* Bins => First(bins);

    public long* PackedRows => First(packed);

    public int* Rows => First(rows);

    /// <summary>Takes the rows of some weight; <paramref name="copies"/> is how often each was drawn, empty for once each.</summary>
    public void Load(DeepTargets targets, ReadOnlySpan<int> copies)
    {
        var (scale, count, sum) = (targets.NumberScale(copies), 0, 0L);
        for (var row = 0; row < Source.Rows; row++)
        {
            var weight = targets.WholeWeight(row) * (copies.IsEmpty ? 1 : copies[row]);
            if (weight == 0) continue;
            for (var g = 0; g < Source.Groups.Length; g++)
                Vector128.LoadUnsafe(ref Source.Groups[g][row * BinnedRows.GroupWidth]).Store(Bins + ((long)count * Stride) + (g * BinnedRows.GroupWidth));
            (packed[count], rows[count]) = (targets.Packed(row, weight, scale), row);
            sum += packed[count++];
        }

        (Count, Sum) = (count, targets.Packs ? sum : 0);
    }

    /// <summary>Divides a range of rows by one column's bins; gives how many go left. Ranges that do not touch may be divided at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Divide(int from, int count, in Split split)
    {
        var goesLeft = stackalloc byte[256];
        split.Fill(goesLeft);
        byte* b = Bins + ((long)from * Stride), other = First(otherBins) + ((long)from * Stride);
        long* p = PackedRows + from, otherP = First(otherPacked) + from;
        int* r = Rows + from, otherR = First(otherRows) + from;
        var a = 0L;
        for (long i = 0; i < count; i++)
        {
            // Written to both sides and counted on one, without a branch; what is overwritten has been read.
            var (left, stands, row) = (goesLeft[b[(i * Stride) + split.Column]], p[i], r[i]);
            for (var at = 0; at < Stride; at += BinnedRows.GroupWidth)
            {
                var sixteen = Vector128.Load(b + (i * Stride) + at);
                sixteen.Store(b + (a * Stride) + at);
                sixteen.Store(other + ((i - a) * Stride) + at);
            }

            (p[a], otherP[i - a]) = (stands, stands);
            (r[a], otherR[i - a]) = (row, row);
            a += left;
        }

        var right = count - a;
        Buffer.MemoryCopy(other, b + (a * Stride), right * Stride, right * Stride);
        Buffer.MemoryCopy(otherP, p + a, right * sizeof(long), right * sizeof(long));
        Buffer.MemoryCopy(otherR, r + a, right * sizeof(int), right * sizeof(int));
        return (int)a;
    }

    private static T[] New<T>(int length) => GC.AllocateUninitializedArray<T>(Math.Max(1, length), pinned: true);

    /// <summary>Of a pinned array.</summary>
    private static T* First<T>(T[] array)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
