using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// k-means++: first centres that lie far apart. Each next centre is drawn with a chance proportional to the
/// squared distance to the nearest centre so far; of a few candidates the one that lowers the sum of these
/// distances most is kept.
/// Source: Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding" (SODA 2007), section 2.2,
/// and the greedy variant of its section 5.
/// </summary>
internal sealed unsafe class PlusPlus
{
    private const int BlockPairs = 256;
    private const int Together = 4; // candidates that one pass over the rows weighs

    private readonly Tiles tiles;
    private readonly Generator random;
    private readonly FitRun run;
    private readonly float[] closest; // squared distance to the nearest centre so far; 0 past the last row
    private readonly double[] blockSums;
    private readonly double[] weights; // what the block sums would be, four to a block
    private readonly float[] points; // up to four rows: all first values, then all second ones
    private double total;

    private PlusPlus(Tiles tiles, Generator random, FitRun run)
    {
        (this.tiles, this.random, this.run) = (tiles, random, run);
        closest = new float[tiles.Pairs * Tiles.PairRows];
        closest.AsSpan(0, tiles.Rows).Fill(float.PositiveInfinity);
        blockSums = new double[(tiles.Pairs + BlockPairs - 1) / BlockPairs];
        weights = new double[blockSums.Length * Together];
        points = new float[tiles.Columns * Together];
    }

    /// <summary>Chooses k rows as centres, one after the other; repeated rows when fewer are different.</summary>
    public static double[] Choose(Tiles tiles, int k, Generator random, FitRun run)
    {
        var chosen = new PlusPlus(tiles, random, run).Choose(k);
        var centres = new double[k * tiles.Columns];
        for (var c = 0; c < k; c++) tiles.Read(chosen[c], centres.AsSpan(c * tiles.Columns, tiles.Columns));
        return centres;
    }

    private int[] Choose(int k)
    {
        var chosen = new int[k];
        var candidates = new int[2 + (int)Math.Log(k)];
        for (var c = 0; c < k; c++)
        {
            chosen[c] = random.Below(tiles.Rows);
            if (c > 0 && total > 0)
            {
                for (var i = 0; i < candidates.Length; i++) candidates[i] = Draw(total * random.NextDouble());
                chosen[c] = Best(candidates);
            }

            Add(chosen[c]);
        }

        return chosen;
    }

    /// <summary>The row at which the running sum of the distances passes a mark.</summary>
    private int Draw(double mark)
    {
        var block = 0;
        while (block < blockSums.Length - 1 && mark >= blockSums[block]) mark -= blockSums[block++];
        var end = Math.Min((block + 1) * BlockPairs * Tiles.PairRows, tiles.Rows);
        var last = 0;
        for (var row = block * BlockPairs * Tiles.PairRows; row < end; row++)
        {
            if (closest[row] <= 0) continue;
            last = row;
            mark -= closest[row];
            if (mark < 0) break;
        }

        return last;
    }

    /// <summary>The candidate that lowers the sum of the distances most; of equal ones the first.</summary>
    private int Best(int[] candidates)
    {
        var (best, least) = (candidates[0], double.PositiveInfinity);
        for (var first = 0; first < candidates.Length; first += Together)
        {
            // Past the last candidate it stands again: the kernel takes four.
            for (var i = 0; i < Together; i++) Read(candidates[Math.Min(first + i, candidates.Length - 1)], i);
            Blocks.Run(blockSums.Length, run, Weigh);
            for (var i = 0; i < Math.Min(Together, candidates.Length - first); i++)
            {
                var sum = 0.0;
                for (var block = 0; block < blockSums.Length; block++) sum += weights[(block * Together) + i];
                if (sum < least) (least, best) = (sum, candidates[first + i]);
            }
        }

        return best;
    }

    /// <summary>Makes a row a centre.</summary>
    private void Add(int centre)
    {
        Read(centre, 0);
        Blocks.Run(blockSums.Length, run, Approach);
        total = 0;
        foreach (var sum in blockSums) total += sum;
    }

    private void Read(int row, int place)
    {
        Span<double> values = new double[tiles.Columns];
        tiles.Read(row, values);
        for (var c = 0; c < values.Length; c++) points[(c * Together) + place] = (float)values[c];
    }

    /// <summary>Lowers the distances of a block to those from the point in the first place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Approach(int block)
    {
        var lanes = Vector<float>.Count;
        var (firstTile, lastTile) = (block * BlockPairs * 2, Math.Min((block + 1) * BlockPairs, tiles.Pairs) * 2);
        var sum = Vector<double>.Zero;
        fixed (float* near = closest, point = points)
        {
            for (var tile = firstTile; tile < lastTile; tile++)
            {
                for (var part = 0; part < Tiles.Lanes; part += lanes)
                {
                    var distance = Vector<float>.Zero;
                    var values = tiles.Tile(tile) + part;
                    for (var c = 0; c < tiles.Columns; c++, values += Tiles.Lanes)
                    {
                        var difference = *(Vector<float>*)values - new Vector<float>(point[c * Together]);
                        distance = Vector.FusedMultiplyAdd(difference, difference, distance);
                    }

                    var least = (Vector<float>*)(near + (tile * Tiles.Lanes) + part);
                    *least = Vector.Min(distance, *least);
                    Add(*least, ref sum);
                }
            }
        }

        blockSums[block] = Vector.Sum(sum);
        GC.KeepAlive(tiles);
    }

    /// <summary>What the sum of a block would be with each of four points as a further centre.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int block)
    {
        var lanes = Vector<float>.Count;
        var (firstTile, lastTile) = (block * BlockPairs * 2, Math.Min((block + 1) * BlockPairs, tiles.Pairs) * 2);
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        fixed (float* near = closest, first = points)
        {
            for (var tile = firstTile; tile < lastTile; tile++)
            {
                for (var part = 0; part < Tiles.Lanes; part += lanes)
                {
                    Vector<float> d0 = default, d1 = default, d2 = default, d3 = default;
                    var values = tiles.Tile(tile) + part;
                    var point = first;
                    for (var c = 0; c < tiles.Columns; c++, values += Tiles.Lanes, point += Together)
                    {
                        var value = *(Vector<float>*)values;
                        var e0 = value - new Vector<float>(point[0]);
                        var e1 = value - new Vector<float>(point[1]);
                        var e2 = value - new Vector<float>(point[2]);
                        var e3 = value - new Vector<float>(point[3]);
                        d0 = Vector.FusedMultiplyAdd(e0, e0, d0);
                        d1 = Vector.FusedMultiplyAdd(e1, e1, d1);
                        d2 = Vector.FusedMultiplyAdd(e2, e2, d2);
                        d3 = Vector.FusedMultiplyAdd(e3, e3, d3);
                    }

                    var least = *(Vector<float>*)(near + (tile * Tiles.Lanes) + part);
                    Add(Vector.Min(d0, least), ref s0);
                    Add(Vector.Min(d1, least), ref s1);
                    Add(Vector.Min(d2, least), ref s2);
                    Add(Vector.Min(d3, least), ref s3);
                }
            }
        }

        Span<double> sums = [Vector.Sum(s0), Vector.Sum(s1), Vector.Sum(s2), Vector.Sum(s3)];
        sums.CopyTo(weights.AsSpan(block * Together));
        GC.KeepAlive(tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<float> values, ref Vector<double> sum)
    {
        Vector.Widen(values, out var low, out var high);
        sum += low + high;
    }
}
