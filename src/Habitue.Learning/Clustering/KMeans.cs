using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Divides rows into a given number of compact groups: each row belongs to the nearest centre, each centre is
/// the mean of its rows. For segments of customers by scaled figures. Not for groups of odd shapes or very
/// different density, and not without scaling: a column in pounds outweighs one in days.
/// <code>
/// var chain = new MinMaxScaler().Then(new KMeans { Clusters = 3 }).Fit(matrix);
/// int[] segment = chain.Assign(matrix);
/// </code>
/// Cost: rows × columns × clusters per iteration; memory: a second copy of the data.
/// Values must be finite, and below about 1e18. When fewer rows are different than there are clusters, some clusters stay empty
/// (<see cref="KMeansModel.Sizes"/> says 0). One row in one cluster and constant columns are fine.
/// Source: Lloyd (1982), started by k-means++ (Arthur and Vassilvitskii 2007).
/// </summary>
public sealed record KMeans : IEstimator<Matrix, KMeansModel>
{
    /// <summary>The number of clusters; at most the number of rows.</summary>
    [Range(1, 100_000)]
    public int Clusters { get; init; } = 8;

    /// <summary>How many sets of first centres compete; the one that ends with the lowest inertia wins.</summary>
    [Range(1, 10_000)]
    public int Starts { get; init; } = 10;

    /// <summary>The largest number of iterations from each start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 300;

    /// <summary>
    /// It stops when the squared moves of all centres together are at most this share of the mean variance of the
    /// columns; 0 means that no row may change its cluster any more.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>
    /// When there are more rows than this, the starts compete on that many of them, drawn by the seed, and the
    /// winner goes on with all rows (Bradley and Fayyad, "Refining initial points for k-means clustering", 1998).
    /// </summary>
    [Range(1_000, int.MaxValue)]
    public int StartRows { get; init; } = 50_000;

    /// <summary>First centres to use, one row per cluster, instead of k-means++; then there is one start.</summary>
    public Matrix? InitialCentres { get; init; }

    /// <summary>Where the first centres are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public KMeansModel Fit(Matrix data, FitRun run = default)
    {
        Check(data);
        return Fit(data, Tiles.Of(data, run), run).Model;
    }

    internal void Check(Matrix data)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(KMeans));
        if (data.Rows < Clusters)
            throw new SettingException(nameof(KMeans), nameof(Clusters), $"is {Clusters}, but there {(data.Rows == 1 ? "is only 1 row" : $"are only {data.Rows} rows")} to divide.");
        if (InitialCentres is null) return;
        if (InitialCentres.Rows != Clusters)
            throw new SettingException(nameof(KMeans), nameof(InitialCentres), $"has {InitialCentres.Rows} rows for {Clusters} clusters.");
        Finite.Check(InitialCentres.For(data.Columns));
    }

    internal (KMeansModel Model, int[] Labels) Fit(Matrix data, Tiles tiles, FitRun run)
    {
        var limit = Tolerance == 0 ? 0 : Tolerance * tiles.MeanVariance();
        var centres = FirstCentres(data, tiles, limit, run.Part(0, 0.5), out var finished);
        if (finished is null)
        {
            finished = new Lloyd(tiles, centres);
            finished.Run(MaxIterations, limit, run.Part(0.5, 1));
        }

        if (!double.IsFinite(finished.Inertia))
            throw new BadDataException("The values are too large: their squared distances exceed the range of float32. Scale the columns first.");
        run.Progress?.Report(1);
        return (KMeansModel.Of(this, data, finished), finished.Labels);
    }

    /// <summary>The centres to start from on all rows, or the finished run when the starts competed on all rows.</summary>
    private double[] FirstCentres(Matrix data, Tiles tiles, double limit, FitRun run, out Lloyd? finished)
    {
        finished = null;
        if (InitialCentres is { } given) return Array.ConvertAll(given.For(data.Columns).Values.ToArray(), value => (double)value);
        if (Starts == 1) return PlusPlus.Choose(tiles, Clusters, Seed.For(0), run);
        if (data.Rows <= StartRows || StartRows < Clusters)
        {
            finished = Compete(tiles, limit, run);
            return finished.Centres;
        }

        var sample = data.Take(Seed.For(-1).Sample(StartRows, data.Rows));
        return Compete(Tiles.Of(sample, run), limit, run).Centres;
    }

    private Lloyd Compete(Tiles tiles, double limit, FitRun run)
    {
        var (gate, done) = (new Lock(), 0);
        (int Start, Lloyd Run)? best = null;
        Blocks.Run(Starts, run, start =>
        {
            var alone = new FitRun(run.Cancel, Threads: 1);
            var first = PlusPlus.Choose(tiles, Clusters, Seed.For(start), alone);
            var one = new Lloyd(tiles, first);
            one.Run(MaxIterations, limit, alone);
            lock (gate)
            {
                // The first of equals, whichever thread is done first.
                if (best is not { } rival || (one.Inertia, start).CompareTo((rival.Run.Inertia, rival.Start)) < 0) best = (start, one);
                run.Progress?.Report((double)++done / Starts);
            }
        });
        return best!.Value.Run;
    }
}
