using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// k-means that looks at a small batch of rows at a time: for many millions of rows, where a few hundred batches already show where the centres
/// lie. It ends a little above the inertia of <see cref="KMeans"/>; up to some million rows that one is fast enough and better.
/// <code>
/// KMeansModel model = new MiniBatchKMeans { Clusters = 8, Seed = 42 }.Fit(scaled);
/// </code>
/// Each row of a batch, drawn with replacement, goes to its nearest centre, and a centre is the mean of all rows it ever got. It stops when the smoothed
/// inertia of the batches has not fallen for <see cref="Patience"/> batches. Values must be finite; one row is fine for one cluster.
/// Cost: batches × batch rows × clusters × columns, and one pass over all rows for sizes and inertia. Memory: the batch.
/// Source: Sculley, "Web-scale k-means clustering" (WWW 2010), algorithm 1, by batches; k-means++ on <see cref="StartRows"/> rows.
/// </summary>
public sealed record MiniBatchKMeans : IEstimator<Matrix, KMeansModel>
{
    /// <summary>The number of clusters; at most the number of rows, and of <see cref="StartRows"/>.</summary>
    [Range(1, 100_000)]
    public int Clusters { get; init; } = 8;

    /// <summary>How many rows a batch has.</summary>
    [Range(1, 10_000_000)]
    public int BatchRows { get; init; } = 2_048;

    /// <summary>The largest number of batches.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatches { get; init; } = 200;

    /// <summary>After so many batches without a lower smoothed inertia it stops.</summary>
    [Range(1, 1_000_000)]
    public int Patience { get; init; } = 20;

    /// <summary>How many rows, drawn by the seed, the first centres are chosen from.</summary>
    [Range(1, 10_000_000)]
    public int StartRows { get; init; } = 20_000;

    /// <summary>Where batches and first centres are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public KMeansModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(MiniBatchKMeans));
        var first = Math.Min(data.Rows, StartRows);
        if (first < Clusters)
            throw new SettingException(nameof(MiniBatchKMeans), nameof(Clusters), $"is {Clusters}, but there {(first == 1 ? "is only 1 row" : $"are only {first} rows")} to choose first centres from.");
        Finite.Check(data);
        var centres = PlusPlus.Choose(Tiles.Of(data.Take(Seed.For(0).Sample(first, data.Rows)), run), Clusters, Seed.For(1), run with { Progress = null });
        var (batches, converged) = Learn(data, centres, run);
        return Finish(data, centres, batches, converged, run);
    }

    private (int Batches, bool Converged) Learn(Matrix data, double[] centres, FitRun run)
    {
        var (random, n, packed) = (Seed.For(2), data.Columns.Count, new NearestCentre.Packed(centres, data.Columns.Count));
        var (batch, tiles) = (new Matrix(BatchRows, data.Columns), new Tiles(BatchRows, data.Columns.Count));
        var (nearest, distances) = (new int[tiles.Pairs * Tiles.PairRows], new float[tiles.Pairs * Tiles.PairRows]);
        var counts = new long[Clusters];
        var (smooth, lowest, since) = (double.NaN, double.PositiveInfinity, 0);
        for (var number = 1; number <= MaxBatches; number++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < BatchRows; i++) data.Row(random.Below(data.Rows)).CopyTo(batch.Row(i));
            tiles.Load(batch, 0, BatchRows);
            packed.Set(centres);
            NearestCentre.Find(tiles, 0, tiles.Pairs, packed, nearest, distances);
            var inertia = 0.0;
            for (var i = 0; i < BatchRows; i++)
            {
                inertia += distances[i];
                var (row, step) = (i, 1.0 / ++counts[nearest[i]]);
                for (var c = 0; c < n; c++)
                {
                    ref var place = ref centres[(nearest[row] * n) + c];
                    place += (batch[row, c] - place) * step;
                }
            }

            // The mean of about as many batches as see each row once, but of no fewer than ten.
            smooth = double.IsNaN(smooth) ? inertia : smooth + ((inertia - smooth) * Math.Min(0.1, 2.0 * BatchRows / (data.Rows + 1.0)));
            (lowest, since) = smooth < lowest ? (smooth, 0) : (lowest, since + 1);
            if (since >= Patience) return (number, true);
            if (number < MaxBatches) run.Progress?.Report((double)number / (MaxBatches + 1));
        }

        return (MaxBatches, false);
    }

    private KMeansModel Finish(Matrix data, double[] centres, int batches, bool converged, FitRun run)
    {
        const int perBlock = 8_192;
        var (n, count) = (data.Columns.Count, (data.Rows + perBlock - 1) / perBlock);
        var (sizes, inertias, packed) = (new int[Clusters], new double[count], new NearestCentre.Packed(centres, data.Columns.Count));
        Blocks.Run(count, run, block =>
        {
            var rows = Math.Min(perBlock, data.Rows - (block * perBlock));
            var tiles = new Tiles(rows, n);
            tiles.Load(data, block * perBlock, rows);
            var (nearest, distances) = (new int[tiles.Pairs * Tiles.PairRows], new float[tiles.Pairs * Tiles.PairRows]);
            NearestCentre.Find(tiles, 0, tiles.Pairs, packed, nearest, distances);
            for (var i = 0; i < rows; i++)
            {
                Interlocked.Increment(ref sizes[nearest[i]]);
                inertias[block] += distances[i];
            }
        });
        if (!double.IsFinite(inertias.Sum()))
            throw new BadDataException("The values are too large: their squared distances exceed the range of float32. Scale the columns first.");
        run.Progress?.Report(1);
        return KMeansModel.Of(this, data, centres, sizes, inertias.Sum(), batches, converged);
    }
}
