using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>What one block of rows changes in the sums and sizes of the clusters when rows change their cluster.</summary>
internal sealed unsafe class ClusterChanges(int clusters, int columns)
{
    private readonly double[] sums = new double[clusters * columns];
    private readonly int[] sizes = new int[clusters];

    /// <summary>How many rows changed their cluster.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of the squared distances of the block's rows.</summary>
    public double Inertia { get; set; }

    public void Clear()
    {
        Array.Clear(sums);
        Array.Clear(sizes);
        Count = 0;
        Inertia = 0;
    }

    public void AddTo(Span<double> total, Span<int> totalSizes)
    {
        for (var i = 0; i < sums.Length; i++) total[i] += sums[i];
        for (var k = 0; k < sizes.Length; k++) totalSizes[k] += sizes[k];
    }

    /// <summary>Compares the nearest centres with the labels, takes over what differs, and moves those rows' values.</summary>
    /// <param name="tiles">The rows.</param>
    /// <param name="first">The row of the first label; it begins a tile.</param>
    /// <param name="nearest">The new labels.</param>
    /// <param name="labels">The labels so far; -1 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(Tiles tiles, int first, ReadOnlySpan<int> nearest, Span<int> labels)
    {
        const int width = 8;
        fixed (double* into = sums)
        {
            var i = 0;
            for (; i + width <= labels.Length; i += width)
            {
                var same = Vector256.Equals(Vector256.Create(nearest[i..]), Vector256.Create<int>(labels[i..]));
                for (var other = ~same.ExtractMostSignificantBits() & 0xFF; other != 0; other &= other - 1)
                {
                    var row = i + BitOperations.TrailingZeroCount(other);
                    Move(into, tiles.At(first + row), labels[row], nearest[row]);
                    labels[row] = nearest[row];
                }
            }

            for (; i < labels.Length; i++)
            {
                if (nearest[i] == labels[i]) continue;
                Move(into, tiles.At(first + i), labels[i], nearest[i]);
                labels[i] = nearest[i];
            }
        }
    }

    /// <summary>The row is read from its tile, which the comparison has just brought into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(double* start, float* row, int from, int to)
    {
        Count++;
        sizes[to]++;
        var width = columns; // in a register: the compiler cannot know that the sums do not overlie the field
        var into = start + (to * width);
        if (from < 0)
        {
            for (var c = 0; c < width; c++) into[c] += row[c * Tiles.Lanes];
            return;
        }

        sizes[from]--;
        var outOf = start + (from * width);
        for (var c = 0; c < width; c++)
        {
            double value = row[c * Tiles.Lanes];
            into[c] += value;
            outOf[c] -= value;
        }
    }
}
