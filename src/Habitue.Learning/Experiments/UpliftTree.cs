using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Learning.Experiments;

/// <summary>
/// Uplift by a tree of questions that part customers whom the treatment helps from those whom it does not: the splits look at the difference of the two
/// arms and not at the outcome. For groups that people can read and act on, and where the effect depends on few things in steps; where it changes
/// smoothly, try <see cref="UpliftTwoModels"/> beside it and let <see cref="UpliftMeasures.Qini"/> on rows kept apart decide.
/// <code>
/// var model = new UpliftTree { MaxDepth = 3 }.Fit(new TreatedRows(features, bought, written));
/// float[] uplift = model.Uplift(everybody);
/// Console.WriteLine(model.ToSql()[0].Expression);
/// </code>
/// The treatment must have been given by chance; each arm needs rows with the outcome and without it. Missing values go the way that parts the arms best; an
/// infinite value is an error at the fit. The leaves are honest: a part of the rows (<see cref="HonestShare"/>) takes no part in the growing and says what
/// each leaf's uplift is, so that no leaf boasts of what it was chosen for; a leaf where an arm has none of these rows answers as its parent. The tree is
/// not pruned: <see cref="MaxDepth"/> and <see cref="MinLeafArm"/> hold it small. Cost: about rows × columns × depth.
/// Source: Rzepakowski and Jaroszewicz, "Decision trees for uplift modeling with single and multiple treatments" (2012); honest leaves: Athey and
/// Imbens, "Recursive partitioning for heterogeneous causal effects" (2016).
/// </summary>
public sealed record UpliftTree : IEstimator<TreatedRows, UpliftTreeModel>
{
    /// <summary>How far apart two arms are is measured so.</summary>
    public UpliftDivergence Divergence { get; init; }

    /// <summary>The most splits on the way to a leaf.</summary>
    [Range(1, 100)]
    public int MaxDepth { get; init; } = 4;

    /// <summary>Each leaf is grown from at least so many treated and so many untreated rows.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafArm { get; init; } = 50;

    /// <summary>Whether splits that tell the treated from the untreated, and splits into many small parts, are worth less.</summary>
    public bool Normalized { get; init; } = true;

    /// <summary>So many customers with each outcome are added to each arm when splits are weighed (1 is Laplace's correction).</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Prior { get; init; } = 1;

    /// <summary>The share of the rows of each arm that is kept from the growing and estimates the leaves; 0 takes the same rows for both.</summary>
    [Range(0.0, 0.9)]
    public double HonestShare { get; init; } = 0.5;

    /// <summary>The most bins of a column.</summary>
    [Range(2, 255)]
    public int Bins { get; init; } = 255;

    /// <summary>Where the honest rows are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public UpliftTreeModel Fit(TreatedRows data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        run.Cancel.ThrowIfCancellationRequested();
        data.CheckArms(nameof(UpliftTree));
        var bins = BinnedRows.Of(data.Rows, BinRules.Learn(data.Rows, nameof(UpliftTree), Bins, [], run), run);
        var (growing, honest) = Parted(data);
        var tree = new UpliftGrowth(this, data, bins).Grow(growing, run);
        var uplift = new HonestLeaves(tree, data, bins).Uplift(honest);
        var arrays = TreeArrays.Of([tree], bins.Rules, outputs: 1, width: 1, (_, node, into) => into[0] = uplift[node]);
        run.Step(1);
        return new UpliftTreeModel(ModelCard.Of(UpliftTreeModel.Format, this, data.Rows), new TreeEnsemble(arrays));
    }

    /// <summary>The rows to grow from and those for the leaves, each arm parted in the same proportion.</summary>
    private (int[] Growing, int[] Honest) Parted(TreatedRows data)
    {
        var all = Enumerable.Range(0, data.Rows.Rows).ToArray();
        if (HonestShare == 0) return (all, all);
        var isHonest = new bool[all.Length];
        foreach (var arm in (bool[])[false, true])
        {
            var rows = data.Arm(arm);
            foreach (var place in Seed.For(arm ? 1 : 0).Sample(Math.Clamp((int)Math.Round(rows.Length * HonestShare), 1, rows.Length - 1), rows.Length)) isHonest[rows[place]] = true;
        }

        return ([.. all.Where(row => !isHonest[row])], [.. all.Where(row => isHonest[row])]);
    }
}
