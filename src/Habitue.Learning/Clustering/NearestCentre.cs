using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// The kernel of k-means: for each row the nearest of k centres and its squared distance. It works on 32 rows
/// and 4 centres at a time, so that each value loaded serves several sums held in registers. The distance is
/// the sum of squared differences, not the shorter |x|² - 2xc + |c|², which loses the small distances of a dense
/// group that lies far from the mean. Both widths of vector do the same roundings and give the same bits.
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

    /// <summary>Finds the nearest centre of <paramref name="pairs"/> × 32 rows; of equally near ones the first.</summary>
    /// <param name="tiles">The rows.</param>
    /// <param name="firstPair">The first pair of tiles.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="centres">The centres.</param>
    /// <param name="nearest">The centre's number for each row.</param>
    /// <param name="distances">The squared distance to it for each row.</param>
    /// <param name="wide">Whether to use 512-bit vectors; the tests force both.</param>
    public static void Find(
        Tiles tiles, int firstPair, int pairs, Packed centres, Span<int> nearest, Span<float> distances, bool wide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nearest.Length, pairs * Tiles.PairRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(distances.Length, pairs * Tiles.PairRows);
        fixed (float* packed = centres.Values, far = distances)
        fixed (int* who = nearest)
        {
            var first = tiles.Tile(2 * firstPair);
            if (wide) Find512(first, tiles.Columns, pairs, packed, centres.Groups, who, far);
            else FindAny(first, tiles.Columns, pairs, packed, centres.Groups, who, far);
        }

        GC.KeepAlive(tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find512(float* tile, int columns, int pairs, float* centres, int groups, int* nearest, float* distances)
    {
        var step = columns * Tiles.Lanes;
        for (var pair = 0; pair < pairs; pair++, tile += 2 * step, nearest += Tiles.PairRows, distances += Tiles.PairRows)
        {
            Vector512<float> leastA = Vector512.Create(float.PositiveInfinity), leastB = leastA;
            Vector512<int> whoA = Vector512<int>.Zero, whoB = whoA;
            var centre = centres;
            for (var group = 0; group < groups; group++)
            {
                Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
                Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
                var x = tile;
                for (var c = 0; c < columns; c++, x += Tiles.Lanes, centre += Group)
                {
                    Vector512<float> xa = Vector512.Load(x), xb = Vector512.Load(x + step);
                    var c0 = Vector512.Create(centre[0]);
                    var da = xa - c0;
                    var db = xb - c0;
                    a0 = Vector512.FusedMultiplyAdd(da, da, a0);
                    b0 = Vector512.FusedMultiplyAdd(db, db, b0);
                    var c1 = Vector512.Create(centre[1]);
                    da = xa - c1;
                    db = xb - c1;
                    a1 = Vector512.FusedMultiplyAdd(da, da, a1);
                    b1 = Vector512.FusedMultiplyAdd(db, db, b1);
                    var c2 = Vector512.Create(centre[2]);
                    da = xa - c2;
                    db = xb - c2;
                    a2 = Vector512.FusedMultiplyAdd(da, da, a2);
                    b2 = Vector512.FusedMultiplyAdd(db, db, b2);
                    var c3 = Vector512.Create(centre[3]);
                    da = xa - c3;
                    db = xb - c3;
                    a3 = Vector512.FusedMultiplyAdd(da, da, a3);
                    b3 = Vector512.FusedMultiplyAdd(db, db, b3);
                }

                var number = Vector512.Create(group * Group);
                Take512(a0, number, ref leastA, ref whoA);
                Take512(b0, number, ref leastB, ref whoB);
                number += Vector512<int>.One;
                Take512(a1, number, ref leastA, ref whoA);
                Take512(b1, number, ref leastB, ref whoB);
                number += Vector512<int>.One;
                Take512(a2, number, ref leastA, ref whoA);
                Take512(b2, number, ref leastB, ref whoB);
                number += Vector512<int>.One;
                Take512(a3, number, ref leastA, ref whoA);
                Take512(b3, number, ref leastB, ref whoB);
            }

            whoA.Store(nearest);
            whoB.Store(nearest + Tiles.Lanes);
            leastA.Store(distances);
            leastB.Store(distances + Tiles.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take512(Vector512<float> distance, Vector512<int> number, ref Vector512<float> least, ref Vector512<int> who)
    {
        var nearer = Vector512.LessThan(distance, least);
        least = Vector512.ConditionalSelect(nearer, distance, least);
        who = Vector512.ConditionalSelect(nearer.AsInt32(), number, who);
    }

    /// <summary>The same with the vectors that the processor has: 256 bits on most, 128 on Arm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindAny(float* tiles, int columns, int pairs, float* centres, int groups, int* nearest, float* distances)
    {
        var lanes = Vector<float>.Count; // 4, 8 or 16: a tile holds a whole number of vectors
        var step = columns * Tiles.Lanes;
        for (var tile = 0; tile < 2 * pairs; tile++, tiles += step)
        {
            for (var part = 0; part < Tiles.Lanes; part += lanes, nearest += lanes, distances += lanes)
            {
                var least = new Vector<float>(float.PositiveInfinity);
                var who = Vector<int>.Zero;
                var centre = centres;
                for (var group = 0; group < groups; group++)
                {
                    Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
                    var x = tiles + part;
                    for (var c = 0; c < columns; c++, x += Tiles.Lanes, centre += Group)
                    {
                        var value = *(Vector<float>*)x;
                        var d0 = value - new Vector<float>(centre[0]);
                        var d1 = value - new Vector<float>(centre[1]);
                        var d2 = value - new Vector<float>(centre[2]);
                        var d3 = value - new Vector<float>(centre[3]);
                        a0 = Vector.FusedMultiplyAdd(d0, d0, a0);
                        a1 = Vector.FusedMultiplyAdd(d1, d1, a1);
                        a2 = Vector.FusedMultiplyAdd(d2, d2, a2);
                        a3 = Vector.FusedMultiplyAdd(d3, d3, a3);
                    }

                    var number = new Vector<int>(group * Group);
                    TakeAny(a0, number, ref least, ref who);
                    TakeAny(a1, number += Vector<int>.One, ref least, ref who);
                    TakeAny(a2, number += Vector<int>.One, ref least, ref who);
                    TakeAny(a3, number + Vector<int>.One, ref least, ref who);
                }

                *(Vector<int>*)nearest = who;
                *(Vector<float>*)distances = least;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeAny(Vector<float> distance, Vector<int> number, ref Vector<float> least, ref Vector<int> who)
    {
        var nearer = Vector.LessThan(distance, least);
        least = Vector.ConditionalSelect(nearer, distance, least);
        who = Vector.ConditionalSelect(nearer, number, who);
    }
}
