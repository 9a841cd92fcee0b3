using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Lloyd's iterations from given centres: assign each row to the nearest centre, move each centre to the mean
/// of its rows. The sums of the clusters are kept in double and only rows that change their cluster touch them,
/// so that an iteration reads the tiles once and little else. Blocks of rows are fixed by the data; their sums
/// are added in order, so any number of threads gives the same bits.
/// Source: Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28 (1982).
/// </summary>
internal sealed unsafe class Lloyd
{
    private const int ChunkPairs = 16; // 512 rows: they stay in a near cache until their changes are taken over
    private const int ChunkRows = ChunkPairs * Tiles.PairRows;

    private readonly Tiles tiles;
    private readonly int k;
    private readonly int columns;
    private readonly int chunksPerBlock;
    private readonly ClusterChanges[] blocks;
    private readonly int[] labels;
    private readonly double[] sums;
    private readonly int[] sizes;
    private readonly double[] centres;
    private readonly NearestCentre.Packed packed;
    private readonly int boundsBelow;
    private int changed = int.MaxValue - 1;
    private CentreBounds? bounds;

    /// <param name="tiles">The rows.</param>
    /// <param name="centres">The first centres, one after the other.</param>
    /// <param name="bounded">Whether bounds save distances; null: when that pays. The result is the same, bit for bit.</param>
    public Lloyd(Tiles tiles, ReadOnlySpan<double> centres, bool? bounded = null)
    {
        this.tiles = tiles;
        columns = tiles.Columns;
        k = centres.Length / columns;
        this.centres = centres.ToArray();
        packed = new NearestCentre.Packed(centres, columns);
        // As long as many rows change their clusters the centres move too far for bounds to hold.
        boundsBelow = bounded switch { true => int.MaxValue, false => 0, null => CentreBounds.Pay(tiles, k) ? tiles.Rows / 8 : 0 };
        sums = new double[centres.Length];
        sizes = new int[k];
        labels = new int[tiles.Rows];
        Array.Fill(labels, -1);
        var chunks = (tiles.Pairs + ChunkPairs - 1) / ChunkPairs;
        // At most 64 blocks, and fewer when the sums that each keeps are large: 64 MB for all of them.
        var most = (int)Math.Clamp((1L << 23) / centres.Length, 4, 64);
        chunksPerBlock = Math.Max(4, (chunks + most - 1) / most);
        blocks = new ClusterChanges[(chunks + chunksPerBlock - 1) / chunksPerBlock];
        for (var b = 0; b < blocks.Length; b++) blocks[b] = new ClusterChanges(k, columns);
    }

    /// <summary>The centres, one after the other.</summary>
    public double[] Centres => centres;

    /// <summary>The cluster of each row, by the final centres.</summary>
    public int[] Labels => labels;

    /// <summary>The number of rows in each cluster.</summary>
    public int[] Sizes => sizes;

    /// <summary>The sum over the rows of the squared distance to their centre.</summary>
    public double Inertia { get; private set; }

    public int Iterations { get; private set; }

    public bool Converged { get; private set; }

    /// <summary>Iterates until no row changes its cluster, the centres move by no more than a limit, or enough is enough.</summary>
    /// <param name="most">The largest number of iterations.</param>
    /// <param name="tolerance">The limit of the sum of the centres' squared moves.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public void Run(int most, double tolerance, FitRun run)
    {
        var settled = false; // the labels are those of the final centres
        while (Iterations < most && !Converged)
        {
            Iterations++;
            if (Assign(run) == 0)
            {
                settled = Converged = true;
                break;
            }

            Converged = MoveCentres() <= tolerance;
            run.Progress?.Report((double)Iterations / most);
        }

        if (!settled) Assign(run);
        if (bounds is not null) Measure(run);
    }

    private int Assign(FitRun run)
    {
        if (changed < boundsBelow) bounds ??= new CentreBounds(tiles, centres);
        if (bounds is null) packed.Set(centres);
        else bounds.Set(centres);
        Blocks.Run(blocks.Length, run, AssignBlock);
        changed = 0;
        Inertia = 0;
        foreach (var block in blocks)
        {
            changed += block.Count;
            Inertia += block.Inertia;
            block.AddTo(sums, sizes);
        }

        return changed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AssignBlock(int number)
    {
        var block = blocks[number];
        block.Clear();
        Span<int> nearest = stackalloc int[ChunkRows];
        Span<float> distances = stackalloc float[ChunkRows];
        var last = Math.Min((number + 1) * chunksPerBlock * ChunkPairs, tiles.Pairs);
        for (var pair = number * chunksPerBlock * ChunkPairs; pair < last; pair += ChunkPairs)
        {
            var first = pair * Tiles.PairRows;
            var rows = Math.Min(ChunkRows, tiles.Rows - first);
            if (bounds is not null)
            {
                bounds.Find(first, labels.AsSpan(first, rows), nearest);
            }
            else
            {
                NearestCentre.Find(tiles, pair, Math.Min(ChunkPairs, last - pair), packed, nearest, distances);
                distances[rows..].Clear();
                block.Inertia += Sum(distances);
            }

            block.Take(tiles, first, nearest[..rows], labels.AsSpan(first, rows));
        }
    }

    /// <summary>The inertia, which bounds leave open: the same distances, added up in the same order.</summary>
    private void Measure(FitRun run)
    {
        Blocks.Run(blocks.Length, run, number =>
        {
            Span<float> distances = stackalloc float[ChunkRows];
            var last = Math.Min((number + 1) * chunksPerBlock * ChunkPairs, tiles.Pairs);
            for (var pair = number * chunksPerBlock * ChunkPairs; pair < last; pair += ChunkPairs)
            {
                var first = pair * Tiles.PairRows;
                var rows = Math.Min(ChunkRows, tiles.Rows - first);
                distances[rows..].Clear();
                bounds!.Distances(first, labels.AsSpan(first, rows), distances);
                blocks[number].Inertia += Sum(distances);
            }
        });
        foreach (var block in blocks) Inertia += block.Inertia;
    }

    private double MoveCentres()
    {
        Refill();
        var moved = 0.0;
        for (var c = 0; c < k; c++)
        {
            if (sizes[c] == 0) continue; // fewer different rows than clusters: the centre stays where it is
            for (var i = c * columns; i < (c + 1) * columns; i++)
            {
                var mean = sums[i] / sizes[c];
                moved += (mean - centres[i]) * (mean - centres[i]);
                centres[i] = mean;
            }
        }

        return moved;
    }

    /// <summary>
    /// Gives each empty cluster the row that is farthest from its centre (of equally far ones the first), as long
    /// as there is one that is not a centre itself.
    /// </summary>
    private void Refill()
    {
        if (!sizes.Contains(0)) return;
        var (nearest, far) = (new int[tiles.Pairs * Tiles.PairRows], new float[tiles.Pairs * Tiles.PairRows]);
        packed.Set(centres);
        NearestCentre.Find(tiles, 0, tiles.Pairs, packed, nearest, far);
        for (var empty = 0; empty < k; empty++)
        {
            if (sizes[empty] > 0) continue;
            var farthest = -1;
            for (var row = 0; row < labels.Length; row++)
                if (far[row] > (farthest < 0 ? 0 : far[farthest]) && sizes[labels[row]] > 1) farthest = row;
            if (farthest < 0) return;
            var values = sums.AsSpan(empty * columns, columns);
            tiles.Read(farthest, values);
            for (var c = 0; c < columns; c++) sums[(labels[farthest] * columns) + c] -= values[c];

            sizes[labels[farthest]]--;
            sizes[empty] = 1;
            labels[farthest] = empty;
            bounds?.Forget(farthest);
            far[farthest] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> distances)
    {
        Vector512<double> low = default, high = default; // sixteen sums whatever the processor: the same bits
        for (var i = 0; i < distances.Length; i += Vector512<float>.Count)
        {
            var (a, b) = Vector512.Widen(Vector512.Create(distances.Slice(i, Vector512<float>.Count)));
            low += a;
            high += b;
        }

        return Vector512.Sum(low + high);
    }
}
