using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// The kernel of k-means: for each row the nearest of k centres and its squared distance. It works on 32 rows
/// and 4 centres at a time, so that each value loaded serves several sums held in registers. The distance is
/// the sum of squared differences, not the shorter |x|² - 2xc + |c|², which loses the small distances of a dense
/// group that lies far from the mean.
/// Every width of vector does the same roundings. (512-bit vectors were tried: no faster where this was measured.)
/// </summary>
internal static unsafe class NearestCentre
{
    private const int Group = 4;

    /// <summary>Centres in groups of four, within a group all first coordinates, then all second ones.</summary>
    public sealed class Packed
    {
        private readonly float[] values;
        private readonly int columns;

        /// <param name="centres">k rows of <paramref name="columns"/> coordinates.</param>
        /// <param name="columns">How many coordinates a centre has.</param>
        public Packed(ReadOnlySpan<double> centres, int columns)
        {
            this.columns = columns;
            Groups = ((centres.Length / columns) + Group - 1) / Group;
            values = new float[Groups * Group * columns];
            Array.Fill(values, float.PositiveInfinity); // the places left over: centres that are nobody's nearest
            Set(centres);
        }

        public int Groups { get; }

        public ReadOnlySpan<float> Values => values;

        /// <summary>Takes other places for the same number of centres.</summary>
        public void Set(ReadOnlySpan<double> centres)
        {
            for (var k = 0; k < centres.Length / columns; k++)
                for (var c = 0; c < columns; c++)
                    values[(((k / Group * columns) + c) * Group) + (k % Group)] = (float)centres[(k * columns) + c];
        }
    }

    /// <summary>Writes the number of the nearest centre of each row; of equally near ones the first.</summary>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static void Assign(Matrix x, Packed centres, Span<int> into)
    {
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        if (x.Rows == 0) return;
        const int chunk = 1024;
        Span<int> nearest = stackalloc int[chunk];
        Span<float> distances = stackalloc float[chunk];
        var tiles = new Tiles(Math.Min(chunk, x.Rows), x.Columns.Count);
        for (var from = 0; from < x.Rows; from += chunk)
        {
            var rows = Math.Min(chunk, x.Rows - from);
            if (!tiles.Load(x, from, rows)) Finite.Check(x);
            Find(tiles, 0, tiles.Pairs, centres, nearest, distances);
            nearest[..rows].CopyTo(into[from..]);
        }
    }

    /// <summary>Finds the nearest centre of <paramref name="pairs"/> × 32 rows; of equally near ones the first.</summary>
    /// <param name="tiles">The rows.</param>
    /// <param name="firstPair">The first pair of tiles.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="centres">The centres.</param>
    /// <param name="nearest">The centre's number for each row.</param>
    /// <param name="distances">The squared distance to it for each row.</param>
    public static void Find(
        Tiles tiles, int firstPair, int pairs, Packed centres, Span<int> nearest, Span<float> distances)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nearest.Length, pairs * Tiles.PairRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(distances.Length, pairs * Tiles.PairRows);
        fixed (float* packed = centres.Values, far = distances)
        fixed (int* who = nearest)
        {
            Find(tiles.Tile(2 * firstPair), tiles.Columns, pairs, packed, centres.Groups, who, far);
        }

        GC.KeepAlive(tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find(float* tiles, int columns, int pairs, float* centres, int groups, int* nearest, float* distances)
    {
        var lanes = Vector<float>.Count; // 4, 8 or 16: a tile holds a whole number of vectors
        var step = columns * Tiles.Lanes;
        for (var pair = 0; pair < pairs; pair++, tiles += 2 * step, nearest += Tiles.PairRows, distances += Tiles.PairRows)
        {
            for (var part = 0; part < Tiles.Lanes; part += lanes)
            {
                Vector<float> leastA = new(float.PositiveInfinity), leastB = leastA;
                Vector<int> whoA = default, whoB = default;
                var centre = centres;
                for (var group = 0; group < groups; group++)
                {
                    Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
                    Vector<float> b0 = default, b1 = default, b2 = default, b3 = default;
                    var x = tiles + part;
                    for (var c = 0; c < columns; c++, x += Tiles.Lanes, centre += Group)
                    {
                        Vector<float> xa = *(Vector<float>*)x, xb = *(Vector<float>*)(x + step);
                        var c0 = new Vector<float>(centre[0]);
                        var da = xa - c0;
                        var db = xb - c0;
                        a0 = Vector.FusedMultiplyAdd(da, da, a0);
                        b0 = Vector.FusedMultiplyAdd(db, db, b0);
                        var c1 = new Vector<float>(centre[1]);
                        da = xa - c1;
                        db = xb - c1;
                        a1 = Vector.FusedMultiplyAdd(da, da, a1);
                        b1 = Vector.FusedMultiplyAdd(db, db, b1);
                        var c2 = new Vector<float>(centre[2]);
                        da = xa - c2;
                        db = xb - c2;
                        a2 = Vector.FusedMultiplyAdd(da, da, a2);
                        b2 = Vector.FusedMultiplyAdd(db, db, b2);
                        var c3 = new Vector<float>(centre[3]);
                        da = xa - c3;
                        db = xb - c3;
                        a3 = Vector.FusedMultiplyAdd(da, da, a3);
                        b3 = Vector.FusedMultiplyAdd(db, db, b3);
                    }

                    var number = new Vector<int>(group * Group);
                    Take(a0, number, ref leastA, ref whoA);
                    Take(b0, number, ref leastB, ref whoB);
                    number += Vector<int>.One;
                    Take(a1, number, ref leastA, ref whoA);
                    Take(b1, number, ref leastB, ref whoB);
                    number += Vector<int>.One;
                    Take(a2, number, ref leastA, ref whoA);
                    Take(b2, number, ref leastB, ref whoB);
                    number += Vector<int>.One;
                    Take(a3, number, ref leastA, ref whoA);
                    Take(b3, number, ref leastB, ref whoB);
                }

                *(Vector<int>*)(nearest + part) = whoA;
                *(Vector<int>*)(nearest + Tiles.Lanes + part) = whoB;
                *(Vector<float>*)(distances + part) = leastA;
                *(Vector<float>*)(distances + Tiles.Lanes + part) = leastB;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector<float> distance, Vector<int> number, ref Vector<float> least, ref Vector<int> who)
    {
        var nearer = Vector.LessThan(distance, least);
        least = Vector.ConditionalSelect(nearer, distance, least);
        who = Vector.ConditionalSelect(nearer, number, who);
    }
}
