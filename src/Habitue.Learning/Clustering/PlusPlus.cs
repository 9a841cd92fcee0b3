using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Data;
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

    private readonly Matrix x;
    private readonly Tiles tiles;
    private readonly Generator random;
    private readonly FitRun run;
    private readonly float[] closest; // squared distance to the nearest centre so far; 0 past the last row
    private readonly double[] blockSums;

    private PlusPlus(Matrix x, Tiles tiles, Generator random, FitRun run)
    {
        (this.x, this.tiles, this.random, this.run) = (x, tiles, random, run);
        closest = new float[tiles.Pairs * Tiles.PairRows];
        closest.AsSpan(0, tiles.Rows).Fill(float.PositiveInfinity);
        blockSums = new double[(tiles.Pairs + BlockPairs - 1) / BlockPairs];
    }

    /// <summary>Chooses k rows as centres, one after the other; repeated rows when fewer are different.</summary>
    public static double[] Choose(Matrix x, Tiles tiles, int k, Generator random, FitRun run)
    {
        var chosen = new PlusPlus(x, tiles, random, run).Choose(k);
        var centres = new double[k * tiles.Columns];
        for (var c = 0; c < k; c++)
        {
            var row = x.Row(chosen[c]);
            for (var i = 0; i < row.Length; i++) centres[(c * row.Length) + i] = row[i];
        }

        return centres;
    }

    private int[] Choose(int k)
    {
        var chosen = new int[k];
        var candidates = new int[2 + (int)Math.Log(k)];
        for (var c = 0; c < k; c++)
        {
            var best = random.Below(x.Rows);
            var total = c == 0 ? 0 : Sum();
            if (total > 0)
            {
                var least = double.PositiveInfinity;
                for (var i = 0; i < candidates.Length; i++) candidates[i] = Draw(total * random.NextDouble());
                foreach (var candidate in candidates)
                {
                    var potential = Approach(candidate, keep: false);
                    if (potential < least) (least, best) = (potential, candidate);
                }
            }

            chosen[c] = best;
            Approach(best, keep: true);
        }

        return chosen;
    }

    /// <summary>The sum of the distances; <see cref="blockSums"/> still holds those of the last candidate.</summary>
    private double Sum()
    {
        var total = 0.0;
        foreach (var sum in blockSums) total += sum;
        return total;
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

    /// <summary>What the sum would be with this row as a further centre.</summary>
    private double Approach(int candidate, bool keep)
    {
        var point = x.Row(candidate).ToArray();
        Blocks.Run(blockSums.Length, run, block => ApproachBlock(block, point, keep));
        return Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApproachBlock(int block, float[] point, bool keep)
    {
        var lanes = Vector<float>.Count;
        var (firstTile, lastTile) = (block * BlockPairs * 2, Math.Min((block + 1) * BlockPairs, tiles.Pairs) * 2);
        var sum = Vector<double>.Zero;
        fixed (float* near = closest, to = point)
        {
            for (var tile = firstTile; tile < lastTile; tile++)
            {
                for (var part = 0; part < Tiles.Lanes; part += lanes)
                {
                    var distance = Vector<float>.Zero;
                    var values = tiles.Tile(tile) + part;
                    for (var c = 0; c < tiles.Columns; c++, values += Tiles.Lanes)
                    {
                        var difference = *(Vector<float>*)values - new Vector<float>(to[c]);
                        distance = Vector.FusedMultiplyAdd(difference, difference, distance);
                    }

                    var least = (Vector<float>*)(near + (tile * Tiles.Lanes) + part);
                    distance = Vector.Min(distance, *least);
                    if (keep) *least = distance;
                    Vector.Widen(distance, out var low, out var high);
                    sum += low + high;
                }
            }
        }

        blockSums[block] = Vector.Sum(sum);
        GC.KeepAlive(tiles);
    }
}
