using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Merges the two nearest clusters again and again, from single rows up to one cluster of all: a tree (dendrogram) that
/// can be cut at any number of clusters or any height. For up to some ten thousand rows when the number of groups is
/// not known, or when a picture of how groups contain each other is wanted. Not for many rows: time grows with
/// their square. Scale the columns first.
/// <code>
/// var tree = new Agglomerative { Linkage = Linkage.Ward, Clusters = 6 }.Fit(scaled);
/// int[] six = tree.Labels();                 // the cut of the recipe
/// int[] four = tree.Dendrogram.Cut(4);       // another cut of the same tree
/// </code>
/// Values must be finite; equal rows merge at height 0. Clusters are numbered in the order of their first rows.
/// Cost: rows² × columns for <see cref="Linkage.Ward"/> and <see cref="Linkage.Single"/>, which keep only rows × columns
/// in memory; rows² × (columns + some) for the others, which keep rows² / 2 distances of four bytes and refuse
/// data for which that exceeds <see cref="MaxMemoryMegabytes"/>.
/// Source: nearest-neighbour chains, Murtagh, "A survey of recent advances in hierarchical clustering algorithms",
/// The Computer Journal 26 (1983); Lance and Williams (1967) for the distances after a merge; single linkage by
/// a minimum spanning tree, Gower and Ross (1969).
/// </summary>
public sealed record Agglomerative : IEstimator<Matrix, AgglomerativeModel>
{
    /// <summary>How far apart two clusters are.</summary>
    public Linkage Linkage { get; init; } = Linkage.Ward;

    /// <summary>The number of clusters of the cut; at most the number of rows. Not looked at when <see cref="CutHeight"/> is set.</summary>
    [Range(1, 1_000_000)]
    public int Clusters { get; init; } = 2;

    /// <summary>When set, the cut is here instead: only merges at this height or below count.</summary>
    [Range(0.0, double.MaxValue)]
    public double? CutHeight { get; init; }

    /// <summary>The most memory that the distances of average and complete linkage may take: 2,048 are 32,769 rows.</summary>
    [Range(1, 8_192)]
    public int MaxMemoryMegabytes { get; init; } = 2_048;

    /// <inheritdoc/>
    public AgglomerativeModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(Agglomerative));
        if (!Enum.IsDefined(Linkage)) throw new SettingException(nameof(Agglomerative), nameof(Linkage), $"is {Linkage}, which is no linkage.");
        if (CutHeight is null && data.Rows < Clusters)
            throw new SettingException(nameof(Agglomerative), nameof(Clusters), $"is {Clusters}, but there {(data.Rows == 1 ? "is only 1 row" : $"are only {data.Rows} rows")} to divide.");
        CheckMemory(data.Rows);
        Finite.Check(data);
        run.Cancel.ThrowIfCancellationRequested();
        var merges = Linkage switch
        {
            Linkage.Ward => new WardChain(data).Run(run),
            Linkage.Single => SpanningTree.Merges(data, run),
            _ => new DistanceChain(data, complete: Linkage == Linkage.Complete, run).Run(run),
        };
        run.Progress?.Report(1);
        return Cut(data, Dendrogram.Of(data.Rows, merges));
    }

    /// <summary>What <see cref="Fit"/> gives on the rows of a tree that this recipe grew with another cut, without growing it again.</summary>
    /// <param name="grown">A model of the same linkage.</param>
    public AgglomerativeModel Cut(AgglomerativeModel grown)
    {
        ArgumentNullException.ThrowIfNull(grown);
        Settings.Check(this);
        return Cut(grown.Grown, grown.Dendrogram);
    }

    private AgglomerativeModel Cut(Matrix data, Dendrogram dendrogram) =>
        AgglomerativeModel.Of(this, data, dendrogram, CutHeight is { } height ? dendrogram.ClustersAt(height) : Clusters);

    private void CheckMemory(int rows)
    {
        if (Linkage is Linkage.Ward or Linkage.Single) return;
        var megabytes = (long)rows * (rows - 1) / 2 * sizeof(float) / (1 << 20);
        if (megabytes > MaxMemoryMegabytes)
            throw new SettingException(nameof(Agglomerative), nameof(MaxMemoryMegabytes),
                $"is {MaxMemoryMegabytes}, but the distances between {rows} rows would take {megabytes} megabytes. Take a sample of the rows, or Ward or single linkage, which need no distances in memory.");
    }
}
