using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Rows in tiles cluster by cluster, each cluster beginning a new tile, so that the distances from one row to
/// all rows of a cluster add up in a register. Four rows are measured at a time against each tile.
/// </summary>
internal sealed unsafe class LabelledTiles
{
    public const int Queries = 4;

    private const int Lanes = Tiles.Lanes;
    private readonly int columns;
    private readonly int[] firstTiles; // of each cluster, and one past the last
    private readonly int[] counts;
    private readonly float[] tiles;
    private readonly float[] rows; // in the order given, for the queries

    public LabelledTiles(Matrix x, int[] chosen, int[] labels)
    {
        columns = x.Columns.Count;
        foreach (var label in labels) Clusters = Math.Max(Clusters, label + 1);
        counts = new int[Clusters];
        foreach (var label in labels)
        {
            if (label < 0) continue;
            if (counts[label]++ == 0) Populated++;
        }

        firstTiles = new int[Clusters + 1];
        for (var c = 0; c < Clusters; c++) firstTiles[c + 1] = firstTiles[c] + ((counts[c] + Lanes - 1) / Lanes);
        tiles = new float[firstTiles[Clusters] * Lanes * columns];
        rows = new float[chosen.Length * columns];
        var filled = new int[Clusters];
        for (var i = 0; i < chosen.Length; i++)
        {
            var row = x.Row(chosen[i]);
            row.CopyTo(rows.AsSpan(i * columns));
            for (var c = 0; c < columns; c++)
                if (!float.IsFinite(row[c])) throw Finite.Not(x, chosen[i], c);
            if (labels[i] < 0) continue;
            var place = filled[labels[i]]++;
            var start = (((firstTiles[labels[i]] + (place / Lanes)) * columns) * Lanes) + (place % Lanes);
            for (var c = 0; c < columns; c++) tiles[start + (c * Lanes)] = row[c];
        }
    }

    public int Clusters { get; }

    /// <summary>How many rows each cluster has.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>How many clusters have rows.</summary>
    public int Populated { get; }

    /// <summary>
    /// The sums of the distances from four rows, from row <paramref name="first"/> on, to the rows of each
    /// cluster: all sums of the first row, then those of the second. Past the end the last row is repeated.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumDistances(int first, Span<double> sums)
    {
        var lanes = Vector<float>.Count;
        var last = (rows.Length / columns) - 1;
        fixed (float* start = tiles, from = rows)
        {
            float* q0 = from + (first * columns), q1 = from + (Math.Min(first + 1, last) * columns);
            float* q2 = from + (Math.Min(first + 2, last) * columns), q3 = from + (Math.Min(first + 3, last) * columns);
            for (var cluster = 0; cluster < Clusters; cluster++)
            {
                Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
                var left = counts[cluster];
                for (var tile = firstTiles[cluster]; tile < firstTiles[cluster + 1]; tile++)
                {
                    for (var part = 0; part < Lanes && left > 0; part += lanes, left -= lanes)
                    {
                        Vector<float> d0 = default, d1 = default, d2 = default, d3 = default;
                        var values = start + ((nint)tile * columns * Lanes) + part;
                        for (var c = 0; c < columns; c++, values += Lanes)
                        {
                            var value = *(Vector<float>*)values;
                            var e0 = value - new Vector<float>(q0[c]);
                            var e1 = value - new Vector<float>(q1[c]);
                            var e2 = value - new Vector<float>(q2[c]);
                            var e3 = value - new Vector<float>(q3[c]);
                            d0 = Vector.FusedMultiplyAdd(e0, e0, d0);
                            d1 = Vector.FusedMultiplyAdd(e1, e1, d1);
                            d2 = Vector.FusedMultiplyAdd(e2, e2, d2);
                            d3 = Vector.FusedMultiplyAdd(e3, e3, d3);
                        }

                        // The places after the last row of a cluster do not count.
                        var counted = Vector.LessThan(Vector<int>.Indices, new Vector<int>(left));
                        s0 += Total(d0, counted);
                        s1 += Total(d1, counted);
                        s2 += Total(d2, counted);
                        s3 += Total(d3, counted);
                    }
                }

                sums[cluster] = Vector.Sum(s0);
                sums[Clusters + cluster] = Vector.Sum(s1);
                sums[(2 * Clusters) + cluster] = Vector.Sum(s2);
                sums[(3 * Clusters) + cluster] = Vector.Sum(s3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Total(Vector<float> squares, Vector<int> counted)
    {
        var distances = Vector.ConditionalSelect(counted, Vector.SquareRoot(squares), Vector<float>.Zero);
        Vector.Widen(distances, out var low, out var high);
        return low + high;
    }
}
