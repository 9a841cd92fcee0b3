using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Merges of average or complete linkage by nearest-neighbour chains over all distances, kept in float32 as the upper
/// triangle. Source: Murtagh (1983); distances after a merge by Lance and Williams (1967).
/// </summary>
internal sealed class DistanceChain
{
    private readonly int rows;
    private readonly bool complete;
    private readonly float[] distances;
    private readonly int[] sizes;
    private readonly int[] active; // the rows that stand for a cluster, in rising order
    private int left;

    public DistanceChain(Matrix x, bool complete, FitRun run)
    {
        (rows, left, this.complete) = (x.Rows, x.Rows, complete);
        distances = new float[(long)rows * (rows - 1) / 2];
        (sizes, active) = (new int[rows], new int[rows]);
        for (var row = 0; row < rows; row++) (sizes[row], active[row]) = (1, row);
        const int perBlock = 16;
        Blocks.Run((rows + perBlock - 1) / perBlock, run, block =>
        {
            for (var i = block * perBlock; i < Math.Min(rows, (block + 1) * perBlock); i++)
            {
                var a = x.Row(i);
                for (var j = i + 1; j < rows; j++)
                {
                    var b = x.Row(j);
                    var sum = 0.0;
                    for (var c = 0; c < a.Length; c++) sum += ((double)a[c] - b[c]) * ((double)a[c] - b[c]);
                    distances[At(i, j)] = (float)Math.Sqrt(sum);
                }
            }
        });
    }

    /// <summary>All merges, in the order in which they were found; clusters are named by one of their rows.</summary>
    public List<(int A, int B, double Height)> Run(FitRun run)
    {
        var merges = new List<(int A, int B, double Height)>(rows - 1);
        var (chain, length) = (new int[rows + 1], 0);
        while (left > 1)
        {
            run.Cancel.ThrowIfCancellationRequested();
            if (length == 0) chain[length++] = active[0];
            var top = chain[length - 1];
            var previous = length > 1 ? chain[length - 2] : -1;
            var nearest = Nearest(top, previous);
            var known = Array.IndexOf(chain, nearest, 0, length);
            if (known < 0) chain[length++] = nearest;
            else if (known < length - 2) length = known + 1; // only by rounding: see WardChain
            else
            {
                length -= 2;
                merges.Add((previous, top, distances[At(previous, top)]));
                Join(previous, top);
                if (merges.Count % 256 == 0) run.Progress?.Report((double)merges.Count / rows);
            }
        }

        return merges;
    }

    /// <summary>The nearest cluster; of equally near ones the previous link, else the first.</summary>
    private int Nearest(int top, int previous)
    {
        var (best, least) = (previous, previous < 0 ? float.PositiveInfinity : distances[At(previous, top)]);
        foreach (var other in active.AsSpan(0, left))
        {
            if (other == top) continue;
            var distance = distances[At(other, top)];
            if (distance < least || best < 0) (best, least) = (other, distance);
        }

        return best;
    }

    /// <summary>Puts the second cluster into the first.</summary>
    private void Join(int first, int second)
    {
        double s = sizes[first], t = sizes[second];
        var gone = Array.BinarySearch(active, 0, left, second);
        active.AsSpan(gone + 1, left - gone - 1).CopyTo(active.AsSpan(gone));
        left--;
        sizes[first] += sizes[second];
        foreach (var other in active.AsSpan(0, left))
        {
            if (other == first) continue;
            ref var distance = ref distances[At(first, other)];
            var further = distances[At(second, other)];
            distance = complete ? Math.Max(distance, further) : (float)(((s * distance) + (t * further)) / (s + t));
        }
    }

    private long At(int a, int b)
    {
        if (a > b) (a, b) = (b, a);
        return ((long)a * ((2 * rows) - a - 3) / 2) + b - 1;
    }
}
