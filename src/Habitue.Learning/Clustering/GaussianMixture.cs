using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Describes rows as drawn from a number of normal distributions, each with a weight, means and covariances of its own: soft
/// clusters, which say how sure a membership is and may overlap, stretch and differ in size. For segments with
/// blurred borders and for how unusual a row is. Not for many columns with full covariances (columns² numbers per
/// cluster are to be learned), nor for groups that are far from bell-shaped.
/// <code>
/// var mixture = new GaussianMixture { Clusters = 3, Covariance = CovarianceShape.Full }.Fit(scaled);
/// Matrix shares = mixture.Responsibilities(scaled);   // one column per cluster, rows sum to 1
/// double worse = mixture.Bic;                          // compare numbers of clusters: lower is better
/// </code>
/// Each start assigns all rows by k-means and goes on by expectation and maximization until the mean log-likelihood
/// of a row rises by no more than <see cref="Tolerance"/>; it never falls. The start that ends highest wins.
/// Values must be finite. Constant columns are fine: <see cref="Floor"/> keeps every variance above 0. One row is fine for one cluster.
/// Cost: rows × clusters × columns² an iteration for full and tied covariances, × columns for the others. Memory: rows × clusters
/// numbers of eight bytes.
/// Source: Dempster, Laird and Rubin (1977); Bishop, Pattern Recognition and Machine Learning (2006), section 9.2.2, equations 9.23 to 9.27;
/// Schwarz (1978) for <see cref="GaussianMixtureModel.Bic"/>.
/// </summary>
public sealed record GaussianMixture : IEstimator<Matrix, GaussianMixtureModel>
{
    /// <summary>The number of clusters; at most the number of rows.</summary>
    [Range(1, 10_000)]
    public int Clusters { get; init; } = 3;

    /// <summary>What may differ between the clusters.</summary>
    public CovarianceShape Covariance { get; init; } = CovarianceShape.Full;

    /// <summary>How many starts compete.</summary>
    [Range(1, 10_000)]
    public int Starts { get; init; } = 1;

    /// <summary>The largest number of iterations from each start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 200;

    /// <summary>It stops when the mean log-likelihood of a row rises by no more than this.</summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Added to every variance, so that none becomes 0, in squared units of the columns.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Floor { get; init; } = 1e-6;

    /// <summary>
    /// First means, one row per cluster, instead of k-means: each row starts in the cluster of the nearest of them. Then there is one start.
    /// </summary>
    public Matrix? InitialMeans { get; init; }

    /// <summary>Where the k-means of the starts take their chance from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public GaussianMixtureModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(GaussianMixture));
        if (!Enum.IsDefined(Covariance)) throw new SettingException(nameof(GaussianMixture), nameof(Covariance), $"is {Covariance}, which is no shape of covariances.");
        if (data.Rows < Clusters)
            throw new SettingException(nameof(GaussianMixture), nameof(Clusters), $"is {Clusters}, but there {(data.Rows == 1 ? "is only 1 row" : $"are only {data.Rows} rows")} to divide.");
        if (InitialMeans is { } given && given.Rows != Clusters)
            throw new SettingException(nameof(GaussianMixture), nameof(InitialMeans), $"has {given.Rows} rows for {Clusters} clusters.");
        Finite.Check(data);
        var starts = InitialMeans is null ? Starts : 1;
        Expectation? best = null;
        for (var start = 0; start < starts; start++)
        {
            var part = run.Part((double)start / starts, (start + 1.0) / starts);
            var one = new Expectation(data, Clusters, Covariance, Floor);
            one.Begin(Memberships(data, start, part with { Progress = null }), part);
            one.Run(MaxIterations, Tolerance, part);
            if (best is null || one.MeanLogLikelihood > best.MeanLogLikelihood) best = one; // the first of equals
        }

        run.Progress?.Report(1);
        return GaussianMixtureModel.Of(this, data, best!);
    }

    private int[] Memberships(Matrix data, int start, FitRun run)
    {
        var recipe = new KMeans { Clusters = Clusters, Starts = 1, Seed = new Seed(Seed.For(start).NextBits()) };
        if (InitialMeans is { } given) return NearestOf(given.For(data.Columns), data);
        return recipe.Fit(data, run).Assign(data);
    }

    private static int[] NearestOf(Matrix means, Matrix data)
    {
        Finite.Check(means);
        var nearest = new int[data.Rows];
        NearestCentre.Assign(data, new NearestCentre.Packed(Array.ConvertAll(means.Values.ToArray(), value => (double)value), data.Columns.Count), nearest);
        return nearest;
    }
}

/// <summary>What may differ between the clusters of a <see cref="GaussianMixture"/>.</summary>
public enum CovarianceShape
{
    /// <summary>Every cluster has variances and covariances of its own: ellipsoids in any direction.</summary>
    Full,

    /// <summary>All clusters share their variances and covariances.</summary>
    Tied,

    /// <summary>Every cluster has variances of its own and no covariances: ellipsoids along the axes.</summary>
    Diagonal,

    /// <summary>Every cluster has one variance for all columns: balls.</summary>
    Spherical,
}
