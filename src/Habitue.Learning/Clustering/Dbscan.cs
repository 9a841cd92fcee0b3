using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Groups of any shape where rows lie densely, and the rows that belong to none. A row with enough neighbours is a core
/// row; core rows within reach of each other are one cluster; other rows belong to the cluster of the nearest core row
/// within reach, and are noise (cluster -1) when there is none. For finding odd customers and groups that are not
/// round. Not for groups of very different density, nor for many columns, where all distances look alike. Scale the columns first.
/// <code>
/// var dense = new Dbscan { Radius = 0.1, MinRows = 10 }.Fit(scaled);
/// int[] group = dense.Labels();         // -1 for noise
/// int[] later = dense.Assign(newRows);  // the cluster of the nearest core row within reach, else -1
/// </code>
/// Values must be finite. One row is noise, unless <see cref="MinRows"/> is 1; equal rows are neighbours. Clusters are
/// numbered in the order of their first core rows; neither they nor the noise depend on the order of the rows.
/// Cost: rows × rows around each × columns, in a grid over three columns; at worst rows² × columns. Memory: rows × columns.
/// Source: Ester, Kriegel, Sander and Xu, "A density-based algorithm for discovering clusters" (KDD 1996). There a row
/// between two clusters belongs to whichever comes first; here it is the nearer one, so that new rows are told the same.
/// </summary>
public sealed record Dbscan : IEstimator<Matrix, DbscanModel>
{
    /// <summary>How far the reach of a row is, in units of the columns (eps).</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Radius { get; init; } = 0.5;

    /// <summary>How many rows within reach, itself included, make a row a core row.</summary>
    [Range(1, int.MaxValue)]
    public int MinRows { get; init; } = 5;

    /// <inheritdoc/>
    public DbscanModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(Dbscan));
        Finite.Check(data);
        run.Cancel.ThrowIfCancellationRequested();
        var cores = DenseRows.Find(new NeighbourGrid(data, Radius), Radius, MinRows, run);
        run.Progress?.Report(0.5);
        run.Cancel.ThrowIfCancellationRequested();
        var rows = data.Take(cores);
        var grid = new NeighbourGrid(rows, Radius);
        var coreLabels = DenseRows.Connect(grid, Radius, run, out var clusters);
        var labels = Labels(data, cores, coreLabels, grid, run);
        run.Progress?.Report(1);
        return DbscanModel.Of(this, data, labels, rows, coreLabels, clusters, grid);
    }

    /// <summary>The cluster of each row of the data: only of those that are no core rows the nearest one is to be looked for.</summary>
    private int[] Labels(Matrix data, int[] cores, int[] coreLabels, NeighbourGrid grid, FitRun run)
    {
        var labels = new int[data.Rows];
        Array.Fill(labels, -1);
        for (var i = 0; i < cores.Length; i++) labels[cores[i]] = coreLabels[i];
        const int perBlock = 1024;
        Blocks.Run((data.Rows + perBlock - 1) / perBlock, run, block =>
        {
            for (var row = block * perBlock; row < Math.Min(data.Rows, (block + 1) * perBlock); row++)
            {
                if (labels[row] >= 0) continue;
                var nearest = DenseRows.Nearest(grid, Radius, data.Row(row));
                if (nearest >= 0) labels[row] = coreLabels[nearest];
            }
        });
        return labels;
    }
}
