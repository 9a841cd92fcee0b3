using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Fits <see cref="KMeans"/> with each number of clusters in a range and keeps the one with the largest mean
/// <see cref="Silhouette"/> (of equal ones the fewest clusters).
/// <code>
/// var sweep = new KMeansSweep { From = 2, To = 10, Each = new KMeans { Seed = 42 } }.Fit(scaled);
/// int[] segment = sweep.Assign(scaled);
/// foreach (var candidate in sweep.Candidates) …   // clusters, inertia, silhouette
/// </code>
/// Numbers that are not below the number of rows are left out, so at least <see cref="From"/> + 1 rows are
/// needed. When all rows are equal every silhouette is 0 and the fewest clusters win.
/// Cost: that of the fits, and of a silhouette for each.
/// Source: Kaufman and Rousseeuw, Finding Groups in Data (1990), section 2.2.
/// </summary>
public sealed record KMeansSweep : IEstimator<Matrix, KMeansSweepModel>
{
    /// <summary>The fewest clusters.</summary>
    [Range(2, 100_000)]
    public int From { get; init; } = 2;

    /// <summary>The most clusters; at least <see cref="From"/>.</summary>
    [Range(2, 100_000)]
    public int To { get; init; } = 10;

    /// <summary>The settings of each fit, <see cref="KMeans.Clusters"/> and <see cref="KMeans.InitialCentres"/> aside.</summary>
    public KMeans Each { get; init; } = new();

    /// <summary>The settings of the silhouette.</summary>
    public Silhouette Silhouette { get; init; } = new();

    /// <inheritdoc/>
    public KMeansSweepModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Settings.Check(Silhouette);
        if (To < From) throw new SettingException(nameof(KMeansSweep), nameof(To), $"is {To}; it must be at least From, which is {From}.");
        if (Each.InitialCentres is not null)
            throw new SettingException(nameof(KMeansSweep), nameof(Each), "has InitialCentres, which cannot fit every number of clusters.");
        Finite.CheckSize(data, From + 1, nameof(KMeansSweep));
        var most = Math.Min(To, data.Rows - 1);
        var tiles = Tiles.Of(data, run);
        var rows = Silhouette.Rows(data.Rows);
        var candidates = new List<SweepCandidate>();
        KMeansModel? best = null;
        var highest = double.NegativeInfinity;
        for (var k = From; k <= most; k++)
        {
            var share = run.Part((double)(k - From) / (most - From + 1), (double)(k - From + 1) / (most - From + 1));
            var recipe = Each with { Clusters = k };
            recipe.Check(data);
            var (model, labels) = recipe.Fit(data, tiles, share);
            var chosen = Array.ConvertAll(rows, row => labels[row]);
            var score = Silhouette.Mean(Silhouette.PerRow(data, rows, chosen, share with { Progress = null }));
            if (score > highest) (highest, best) = (score, model);
            candidates.Add(new SweepCandidate(k, model.Inertia, score));
        }

        return KMeansSweepModel.Of(this, data, best!, highest, candidates);
    }
}

/// <summary>One number of clusters that was tried.</summary>
/// <param name="Clusters">How many.</param>
/// <param name="Inertia">The sum of the squared distances of all rows to their centres.</param>
/// <param name="Silhouette">The mean silhouette, of all rows or of the sample.</param>
public sealed record SweepCandidate(int Clusters, double Inertia, double Silhouette);
