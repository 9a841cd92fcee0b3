using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// How well rows sit in their clusters. For a row, a is the mean distance to the other rows of its cluster and b
/// the least mean distance to the rows of another cluster; its value is (b - a) / max(a, b), from -1 to 1. For
/// choosing a number of clusters; it favours round clusters and says little about elongated ones.
/// A row that is alone in its cluster counts 0; rows with a negative label (noise) are left out; when fewer than
/// two clusters hold rows nothing is separated and the mean is 0. Values must be finite.
/// Cost: the square of the number of rows, × columns; above <see cref="SampleRows"/> rows a sample stands for all.
/// Source: Rousseeuw, "Silhouettes", J. Comput. Appl. Math. 20 (1987), section 2.
/// </summary>
public sealed record Silhouette
{
    /// <summary>
    /// With more rows than this, that many rows are drawn and measured among themselves. The standard error of
    /// the mean of 10,000 rows is below 0.005.
    /// </summary>
    [Range(2, int.MaxValue)]
    public int SampleRows { get; init; } = 10_000;

    /// <summary>Where the sample is drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>Measures clusters.</summary>
    /// <param name="x">The rows that were clustered, scaled as they were then.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public SilhouetteScore Score(Matrix x, IReadOnlyList<int> labels, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(x, 1, nameof(Silhouette));
        if (labels.Count != x.Rows) throw new ArgumentException($"There are {labels.Count} labels for {x.Rows} rows.", nameof(labels));
        var rows = Rows(x.Rows);
        var own = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) own[i] = labels[rows[i]];
        var values = PerRow(x, rows, own, run);
        var (sums, counts) = (new double[Math.Max(0, own.Max() + 1)], new int[Math.Max(0, own.Max() + 1)]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (own[i] < 0) continue;
            sums[own[i]] += values[i];
            counts[own[i]]++;
        }

        var measured = counts.Sum();
        return new SilhouetteScore(
            measured == 0 ? 0 : sums.Sum() / measured,
            [.. sums.Zip(counts, (sum, count) => count == 0 ? double.NaN : sum / count)],
            measured);
    }

    /// <summary>The value of each measured row: for a picture of the clusters, an interval of the mean, or a list of rows that sit badly.</summary>
    /// <param name="x">The rows that were clustered, scaled as they were then.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public IReadOnlyList<RowSilhouette> Values(Matrix x, IReadOnlyList<int> labels, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(x, 1, nameof(Silhouette));
        if (labels.Count != x.Rows) throw new ArgumentException($"There are {labels.Count} labels for {x.Rows} rows.", nameof(labels));
        var rows = Rows(x.Rows);
        var own = Array.ConvertAll(rows, row => labels[row]);
        var values = PerRow(x, rows, own, run);
        return [.. Enumerable.Range(0, rows.Length).Where(i => own[i] >= 0).Select(i => new RowSilhouette(rows[i], own[i], values[i]))];
    }

    /// <summary>The rows to measure: all, or the sample.</summary>
    internal int[] Rows(int all) => Seed.For(0).Sample(Math.Min(SampleRows, all), all);

    /// <summary>The value of each of the chosen rows among the chosen rows.</summary>
    internal static double[] PerRow(Matrix x, int[] rows, int[] labels, FitRun run)
    {
        var groups = new LabelledTiles(x, rows, labels);
        var values = new double[rows.Length];
        if (groups.Populated < 2) return values;
        const int perBlock = 64;
        var blocks = (rows.Length + perBlock - 1) / perBlock;
        Blocks.Run(blocks, run, block =>
        {
            var sums = new double[LabelledTiles.Queries * groups.Clusters];
            var end = Math.Min(rows.Length, (block + 1) * perBlock);
            for (var i = block * perBlock; i < end; i += LabelledTiles.Queries)
            {
                groups.SumDistances(i, sums);
                for (var q = i; q < Math.Min(end, i + LabelledTiles.Queries); q++)
                    values[q] = Value(sums.AsSpan((q - i) * groups.Clusters, groups.Clusters), groups.Counts, labels[q]);
            }
        });
        run.Progress?.Report(1);
        return values;
    }

    /// <summary>The mean of values that leave no row out.</summary>
    internal static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Value(ReadOnlySpan<double> sums, ReadOnlySpan<int> counts, int own)
    {
        if (own < 0 || counts[own] <= 1) return 0;
        var a = sums[own] / (counts[own] - 1);
        var b = double.PositiveInfinity;
        for (var c = 0; c < sums.Length; c++)
            if (c != own && counts[c] > 0) b = Math.Min(b, sums[c] / counts[c]);
        var larger = Math.Max(a, b);
        return larger > 0 ? (b - a) / larger : 0;
    }
}

/// <summary>What <see cref="Silhouette"/> measured.</summary>
/// <param name="Mean">The mean over the rows, from -1 to 1.</param>
/// <param name="ByCluster">The mean over the rows of each cluster; NaN for a cluster of which no row was measured.</param>
/// <param name="Rows">How many rows were measured.</param>
public sealed record SilhouetteScore(double Mean, IReadOnlyList<double> ByCluster, int Rows);

/// <summary>How well one row sits in its cluster.</summary>
/// <param name="Row">Its number in the data.</param>
/// <param name="Cluster">The cluster that it is in.</param>
/// <param name="Value">From -1 to 1; below 0 it lies nearer to the rows of another cluster.</param>
public readonly record struct RowSilhouette(int Row, int Cluster, double Value);
