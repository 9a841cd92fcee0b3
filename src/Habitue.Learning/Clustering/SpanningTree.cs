using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Merges of single linkage: the edges of a minimum spanning tree, grown from the first row by always taking the nearest row
/// outside. Distances are float32 of differences to the columns' means; heights are computed in double.
/// Source: Prim (1957); Gower and Ross, "Minimum spanning trees and single linkage cluster analysis" (1969).
/// </summary>
internal static unsafe class SpanningTree
{
    public static List<(int A, int B, double Height)> Merges(Matrix x, FitRun run)
    {
        var (rows, columns, lanes) = (x.Rows, x.Columns.Count, Vector<float>.Count);
        var capacity = rows + lanes;
        var places = new float[(long)capacity * columns]; // all first coordinates, then all second ones
        var (far, inside, names) = (new float[capacity], new int[capacity], new int[capacity]);
        for (var c = 0; c < columns; c++)
        {
            var mean = 0.0;
            for (var row = 0; row < rows; row++) mean += (double)x[row, c] / rows;
            for (var row = 0; row < rows; row++) places[((long)c * capacity) + row] = (float)(x[row, c] - mean);
        }

        for (var row = 0; row < rows; row++) (far[row], names[row]) = (float.PositiveInfinity, row);
        var (merges, query, slot) = (new List<(int A, int B, double Height)>(rows - 1), new float[columns], 0);
        for (var left = rows - 1; left > 0; left--)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var newest = names[slot];
            for (var c = 0; c < columns; c++)
            {
                var at = (long)c * capacity;
                query[c] = places[at + slot];
                places[at + slot] = places[at + left]; // the last slot's row takes the place of the one that left
            }

            (far[slot], inside[slot], names[slot]) = (far[left], inside[left], names[left]);
            slot = Approach(places, capacity, query, newest, far, inside, left);
            if (float.IsInfinity(far[slot])) throw new BadDataException("The values are too large: their squared distances exceed the range of float32. Scale the columns first.");
            merges.Add((inside[slot], names[slot], Distance(x.Row(inside[slot]), x.Row(names[slot]))));
            if (merges.Count % 256 == 0) run.Progress?.Report((double)merges.Count / rows);
        }

        return merges;
    }

    /// <summary>Lowers the distances of the rows outside to those from the newest row; the slot of the nearest of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Approach(float[] places, int capacity, float[] query, int newest, float[] far, int[] inside, int left)
    {
        var (lanes, columns) = (Vector<float>.Count, query.Length);
        var (least, slots) = (new Vector<float>(float.PositiveInfinity), Vector<int>.Zero);
        var name = new Vector<int>(newest);
        fixed (float* place = places, point = query, distances = far)
        fixed (int* nearest = inside)
        {
            for (var s = 0; s < left; s += lanes)
            {
                var distance = Vector<float>.Zero;
                var x = place + s;
                for (var c = 0; c < columns; c++, x += capacity)
                {
                    var difference = *(Vector<float>*)x - new Vector<float>(point[c]);
                    distance = Vector.FusedMultiplyAdd(difference, difference, distance);
                }

                var known = *(Vector<float>*)(distances + s);
                var nearer = Vector.LessThan(distance, known);
                distance = Vector.ConditionalSelect(nearer, distance, known);
                *(Vector<float>*)(distances + s) = distance;
                *(Vector<int>*)(nearest + s) = Vector.ConditionalSelect(nearer, name, *(Vector<int>*)(nearest + s));
                var counts = Vector.LessThan(Vector<int>.Indices + new Vector<int>(s), new Vector<int>(left));
                var lower = Vector.BitwiseAnd(Vector.LessThan(distance, least), counts);
                least = Vector.ConditionalSelect(lower, distance, least);
                slots = Vector.ConditionalSelect(lower, Vector<int>.Indices + new Vector<int>(s), slots);
            }
        }

        var best = 0;
        for (var lane = 1; lane < lanes; lane++)
            if (least[lane] < least[best] || (least[lane] == least[best] && slots[lane] < slots[best])) best = lane;
        return slots[best];
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var c = 0; c < a.Length; c++) sum += ((double)a[c] - b[c]) * ((double)a[c] - b[c]);
        return Math.Sqrt(sum);
    }
}
