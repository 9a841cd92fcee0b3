using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Whether clusters would come out again from other rows of the same kind: the recipe is fitted on rows drawn with replacement, twice
/// each time; both models divide all rows, and the adjusted Rand index of the two divisions is taken. Near 1 the clusters are a
/// property of the data; a number of clusters with a lower mean is one that chance decides. Not a measure of how useful they are.
/// <code>
/// StabilityScore score = new ClusterStability { Repeats = 20 }.Score(scaled, new KMeans { Clusters = 4 });
/// </code>
/// Cost: two fits and two assignments for each repeat. Source: Fang and Wang, "Selection of the number of clusters via the bootstrap method" (2012);
/// Hubert and Arabie (1985) for the index.
/// </summary>
public sealed record ClusterStability
{
    /// <summary>How many pairs of fits are compared.</summary>
    [Range(1, 100_000)]
    public int Repeats { get; init; } = 20;

    /// <summary>Where the rows are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>Measures a recipe on rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="recipe">What is fitted; each fit uses its own seed.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public StabilityScore Score(Matrix data, IEstimator<Matrix, IClusterer> recipe, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(ClusterStability));
        var scores = new double[Repeats];
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var random = Seed.For(repeat);
            var alone = run with { Progress = null };
            scores[repeat] = ClusterMeasures.AdjustedRand(
                recipe.Fit(Drawn(data, random), alone).Assign(data), recipe.Fit(Drawn(data, random), alone).Assign(data));
            run.Progress?.Report((repeat + 1.0) / Repeats);
        }

        var mean = scores.Average();
        return new StabilityScore(mean, Repeats < 2 ? 0 : Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (Repeats - 1)), scores);
    }

    private static Matrix Drawn(Matrix data, Generator random)
    {
        var rows = new int[data.Rows];
        for (var i = 0; i < rows.Length; i++) rows[i] = random.Below(rows.Length);
        return data.Take(rows);
    }
}

/// <summary>What <see cref="ClusterStability"/> measured.</summary>
/// <param name="Mean">The mean adjusted Rand index of the pairs; at most 1.</param>
/// <param name="Deviation">The standard deviation over the pairs.</param>
/// <param name="Scores">The index of each pair.</param>
public sealed record StabilityScore(double Mean, double Deviation, IReadOnlyList<double> Scores);
