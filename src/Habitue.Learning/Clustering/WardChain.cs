using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Ward's merges by nearest-neighbour chains over the clusters' means: no distance is kept, each search reads the means of
/// all clusters that are left, column by column in float32. Heights are computed in double from means in double.
/// Source: Murtagh (1983); the distance is Ward (1963), in the form s t / (s + t) × |mean - mean|².
/// </summary>
internal sealed unsafe class WardChain
{
    private readonly int rows;
    private readonly int columns;
    private readonly int capacity;
    private readonly double[] means; // of each cluster by its name: a row of it
    private readonly int[] sizes;
    private readonly int[] slots; // where a name's mean stands among the columns
    private readonly int[] names; // whose mean stands there
    private readonly float[] places; // all first coordinates, then all second ones
    private readonly float[] weights; // the sizes once more; NaN for who cannot be a neighbour
    private readonly float[] query;
    private int left;

    public WardChain(Matrix x)
    {
        (rows, columns, left) = (x.Rows, x.Columns.Count, x.Rows);
        capacity = rows + (2 * Vector<float>.Count);
        means = new double[rows * columns];
        (sizes, slots, names) = (new int[rows], new int[rows], new int[rows]);
        (places, weights, query) = (new float[(long)capacity * columns], new float[capacity], new float[columns]);
        Array.Fill(weights, float.NaN);
        var centre = new double[columns]; // far from zero, float32 would have few digits for differences
        for (var row = 0; row < rows; row++)
            for (var c = 0; c < columns; c++) centre[c] += (double)x[row, c] / rows;
        for (var row = 0; row < rows; row++)
        {
            (sizes[row], slots[row], names[row]) = (1, row, row);
            for (var c = 0; c < columns; c++) means[(row * columns) + c] = x[row, c] - centre[c];
            Place(row);
        }
    }

    /// <summary>All merges, in the order in which they were found; clusters are named by one of their rows.</summary>
    public List<(int A, int B, double Height)> Run(FitRun run)
    {
        var merges = new List<(int A, int B, double Height)>(rows - 1);
        var (chain, distances, length) = (new int[rows], new float[rows], 0);
        var inChain = new bool[rows];
        while (left > 1)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (length == 0) Push(names[0], float.PositiveInfinity);
            var top = chain[length - 1];
            var nearest = Nearest(slots[top], distances[length - 1], out var distance);
            if (nearest >= 0)
            {
                var name = names[nearest];
                // By rounding, a cluster that was just made may lie nearer to an older link than that one's neighbour did.
                if (inChain[name])
                    while (chain[length - 1] != name) inChain[chain[--length]] = false;
                else Push(name, distance);
                continue;
            }

            if (length == 1) throw new BadDataException("The values are too large: their squared distances exceed the range of float32. Scale the columns first.");
            var other = chain[length - 2];
            inChain[top] = inChain[other] = false;
            length -= 2;
            merges.Add((other, top, Join(other, top)));
            if (merges.Count % 256 == 0) run.Progress?.Report((double)merges.Count / rows);
        }

        return merges;

        void Push(int name, float distance)
        {
            (chain[length], distances[length]) = (name, distance);
            inChain[name] = true;
            length++;
        }
    }

    /// <summary>The slot of the nearest cluster that is nearer than the bound, the first of equals; -1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Nearest(int slot, float bound, out float distance)
    {
        var (lanes, own) = (Vector<float>.Count, weights[slot]);
        for (var c = 0; c < columns; c++) query[c] = places[((nint)c * capacity) + slot];
        weights[slot] = float.NaN;
        var (best, size) = (-1, new Vector<float>(own));
        // A single row is the lightest neighbour there can be; no other has a smaller factor.
        var (lightest, nearest) = (new Vector<float>(own / (own + 1)), new Vector<float>(bound));
        fixed (float* place = places, weight = weights, point = query)
        {
            for (var s = 0; s < left; s += 2 * lanes)
            {
                Vector<float> a = default, b = default;
                var x = place + s;
                for (var c = 0; c < columns; c++, x += capacity)
                {
                    var q = new Vector<float>(point[c]);
                    Vector<float> da = *(Vector<float>*)x - q, db = *(Vector<float>*)(x + lanes) - q;
                    a = Vector.FusedMultiplyAdd(da, da, a);
                    b = Vector.FusedMultiplyAdd(db, db, b);
                }

                if (!Vector.LessThanAny(Vector.Min(a, b) * lightest, nearest)) continue;
                for (var half = 0; half < 2; half++, a = b)
                {
                    var w = *(Vector<float>*)(weight + s + (half * lanes));
                    var found = a * (w * size / (w + size));
                    for (var lane = 0; lane < lanes; lane++)
                        if (found[lane] < bound) (bound, best) = (found[lane], s + (half * lanes) + lane);
                }

                nearest = new Vector<float>(bound);
            }
        }

        weights[slot] = own;
        distance = bound;
        return best;
    }

    /// <summary>Puts the second cluster into the first, and the last slot's cluster into the second one's slot.</summary>
    private double Join(int first, int second)
    {
        double s = sizes[first], t = sizes[second], sum = 0;
        for (var c = 0; c < columns; c++)
        {
            ref var mean = ref means[(first * columns) + c];
            var other = means[(second * columns) + c];
            sum += (mean - other) * (mean - other);
            mean = ((s * mean) + (t * other)) / (s + t);
        }

        sizes[first] += sizes[second];
        Place(first);
        var moved = names[--left];
        (slots[moved], names[slots[second]]) = (slots[second], moved);
        if (moved != second) Place(moved);
        weights[left] = float.NaN;
        return Math.Sqrt(2 * s * t / (s + t) * sum);
    }

    private void Place(int name)
    {
        var slot = slots[name];
        weights[slot] = sizes[name];
        for (var c = 0; c < columns; c++) places[((nint)c * capacity) + slot] = (float)means[(name * columns) + c];
    }
}
