using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>The two passes of <see cref="Dbscan"/>: which rows have enough neighbours, and which of those hang together.</summary>
internal static unsafe class DenseRows
{
    private const int BlockCells = 64;

    /// <summary>The rows with at least so many rows within the radius, themselves included; in rising order.</summary>
    public static int[] Find(NeighbourGrid grid, double radius, int enough, FitRun run)
    {
        var (core, within) = (new bool[grid.Rows], new WithinRadius(radius, grid.Columns));
        Blocks.Run((grid.Cells + BlockCells - 1) / BlockCells, run, block =>
        {
            Span<(int From, int To)> around = stackalloc (int, int)[NeighbourGrid.MaxRanges];
            var (query, ranges) = (new float[grid.Columns], 0);
            for (var cell = block * BlockCells; cell < Math.Min(grid.Cells, (block + 1) * BlockCells); cell++)
            {
                for (var place = grid.Starts[cell]; place < grid.Starts[cell + 1]; place++)
                {
                    Read(grid, place, query);
                    if (place == grid.Starts[cell]) ranges = grid.Ranges(query, around); // the same for the whole cell
                    core[grid.Order[place]] = Has(grid, within, query, around[..ranges], enough);
                }
            }
        });
        return [.. Enumerable.Range(0, grid.Rows).Where(row => core[row])];
    }

    /// <summary>The cluster of each row of a grid of core rows; clusters are numbered in the order of their first rows.</summary>
    public static int[] Connect(NeighbourGrid grid, double radius, FitRun run, out int clusters)
    {
        var within = new WithinRadius(radius, grid.Columns);
        var (labels, waiting, count) = (new int[grid.Capacity], new int[grid.Rows], 0);
        var (places, cells) = (new int[grid.Rows], new int[grid.Rows]);
        Array.Fill(labels, -1);
        for (var cell = 0; cell < grid.Cells; cell++)
            for (var place = grid.Starts[cell]; place < grid.Starts[cell + 1]; place++) (places[grid.Order[place]], cells[place]) = (place, cell);
        var (query, ranges) = (new float[grid.Columns], new (int From, int To)[grid.Cells][]);
        clusters = 0;
        foreach (var first in places)
        {
            if (labels[first] >= 0) continue;
            (labels[first], waiting[0], count) = (clusters, first, 1);
            while (count > 0)
            {
                run.Cancel.ThrowIfCancellationRequested();
                var place = waiting[--count];
                Read(grid, place, query);
                var around = ranges[cells[place]] ??= Ranges(grid, query);
                Spread(grid, within, query, around, labels, clusters, waiting, ref count);
            }

            clusters++;
        }

        var byRow = new int[grid.Rows];
        for (var row = 0; row < byRow.Length; row++) byRow[row] = labels[places[row]];
        return byRow;
    }

    /// <summary>The nearest row of the grid within the radius, of equally near ones the first; -1 when there is none.</summary>
    public static int Nearest(NeighbourGrid grid, double radius, ReadOnlySpan<float> row)
    {
        Span<(int From, int To)> ranges = stackalloc (int, int)[NeighbourGrid.MaxRanges];
        var (within, best, least) = (new WithinRadius(radius, grid.Columns), -1, double.PositiveInfinity);
        fixed (float* place = grid.Places, point = row)
        {
            foreach (var (from, to) in ranges[..grid.Ranges(row, ranges)])
            {
                for (var at = from; at < to; at += Vector<float>.Count)
                {
                    for (var near = within.Of(place, grid.Capacity, grid.Columns, point, at, to); near != 0; near &= near - 1)
                    {
                        var candidate = at + BitOperations.TrailingZeroCount(near);
                        var distance = WithinRadius.Distance(place, grid.Capacity, grid.Columns, point, candidate);
                        if (distance < least || (distance == least && grid.Order[candidate] < best)) (least, best) = (distance, grid.Order[candidate]);
                    }
                }
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Has(NeighbourGrid grid, WithinRadius within, float[] query, ReadOnlySpan<(int From, int To)> ranges, int enough)
    {
        var found = 0;
        fixed (float* place = grid.Places, point = query)
        {
            foreach (var (from, to) in ranges)
            {
                for (var at = from; at < to; at += Vector<float>.Count)
                {
                    found += BitOperations.PopCount(within.Of(place, grid.Capacity, grid.Columns, point, at, to));
                    if (found >= enough) return true;
                }
            }
        }

        return false;
    }

    /// <summary>Gives the rows within reach that have no cluster yet to this one, and lets them wait for their turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(NeighbourGrid grid, WithinRadius within, float[] query, (int From, int To)[] ranges, int[] labels, int cluster, int[] waiting, ref int count)
    {
        fixed (float* place = grid.Places, point = query)
        fixed (int* label = labels)
        {
            foreach (var (from, to) in ranges)
            {
                for (var at = from; at < to; at += Vector<float>.Count)
                {
                    // Where all have their cluster, which is soon almost everywhere, nothing is to be measured.
                    if (Vector.GreaterThanOrEqualAll(*(Vector<int>*)(label + at), Vector<int>.Zero)) continue;
                    for (var near = within.Of(place, grid.Capacity, grid.Columns, point, at, to); near != 0; near &= near - 1)
                    {
                        var found = at + BitOperations.TrailingZeroCount(near);
                        if (label[found] >= 0) continue;
                        label[found] = cluster;
                        waiting[count++] = found;
                    }
                }
            }
        }
    }

    private static void Read(NeighbourGrid grid, int place, float[] into)
    {
        for (var c = 0; c < into.Length; c++) into[c] = grid.Places[((long)c * grid.Capacity) + place];
    }

    private static (int From, int To)[] Ranges(NeighbourGrid grid, float[] query)
    {
        var ranges = new (int From, int To)[NeighbourGrid.MaxRanges];
        return ranges[..grid.Ranges(query, ranges)];
    }
}
