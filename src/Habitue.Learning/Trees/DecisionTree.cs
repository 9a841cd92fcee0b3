using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The settings that <see cref="DecisionTreeClassifier"/> and <see cref="DecisionTreeRegressor"/> share. Columns of up to
/// <see cref="Bins"/> different values are split exactly, others at that many quantiles. Source: Breiman, Friedman, Olshen and
/// Stone, "Classification and Regression Trees" (1984).
/// </summary>
public abstract record DecisionTree
{
    /// <summary>The most splits on the way to a leaf; the default hardly ever binds.</summary>
    [Range(1, 1_000)]
    public int MaxDepth { get; init; } = 1_000;

    /// <summary>Each leaf holds at least so many rows.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 1;

    /// <summary>A node with fewer rows is not divided.</summary>
    [Range(2, int.MaxValue)]
    public int MinSplitRows { get; init; } = 2;

    /// <summary>
    /// Cost-complexity pruning: what a leaf must be worth, in impurity of the whole. 0 prunes nothing;
    /// <see cref="DecisionTreeClassifier.PruningPath"/> lists the values at which something falls.
    /// </summary>
    [Range(0.0, 1e300)]
    public double Pruning { get; init; }

    /// <summary>The most bins of a column.</summary>
    [Range(2, 255)]
    public int Bins { get; init; } = 255;

    internal (BinRules Rules, GrownTree Tree) Grow(Matrix x, DeepTargets targets, FitRun run)
    {
        var bins = BinnedRows.Of(x, BinRules.Learn(x, GetType().Name, Bins, [], run), run);
        var settings = new DeepSettings(MaxDepth, MinSplitRows, MinLeafRows, x.Columns.Count, MinLeafRows > 1 && !targets.UnitWeights);
        return (bins.Rules, DeepGrowth.Grow(targets, settings, bins, run));
    }

    internal TreeArrays Fit(Matrix x, DeepTargets targets, FitRun run)
    {
        run.Cancel.ThrowIfCancellationRequested();
        var (rules, grown) = Grow(x, targets, run);
        var tree = Pruning > 0 ? new PruningWay(grown, targets).Until(Pruning) : grown;
        run.Progress?.Report(1);
        return TreeArrays.Of([tree], rules, targets.Outputs, targets.Outputs,
            (_, node, into) => targets.Answer(tree.Stats.AsSpan(node * targets.StatWidth, targets.StatWidth), into));
    }

    internal IReadOnlyList<PruningStep> Path(Matrix x, DeepTargets targets, FitRun run) => new PruningWay(Grow(x, targets, run).Tree, targets).Steps();
}

/// <summary>
/// Tells classes apart by a tree of questions that people can read. For rules and for a first look; a single deep tree
/// learns its rows by heart: set <see cref="DecisionTree.MaxDepth"/>, <see cref="DecisionTree.MinLeafRows"/> or <see
/// cref="DecisionTree.Pruning"/>, or take <see cref="RandomForestClassifier"/> or <see cref="GradientBoostingClassifier"/> for accuracy.
/// <code>
/// var tree = new DecisionTreeClassifier { MaxDepth = 4 }.Fit(data);
/// Console.WriteLine(tree.ToSql()[1].Expression);
/// </code>
/// Missing values go the way that parts the classes best. An infinite value is an error at the fit. Of equally good splits
/// the first column's lowest wins. Cost: about rows × columns × depth; memory: 60 bytes per row and sixteen columns.
/// </summary>
public sealed record DecisionTreeClassifier : DecisionTree, IEstimator<Labeled, ForestClassifier>
{
    /// <summary>What splits make pure.</summary>
    public TreeCriterion Criterion { get; init; }

    /// <inheritdoc/>
    public ForestClassifier Fit(Labeled data, FitRun run = default)
    {
        var (targets, names) = Targets(data);
        return new ForestClassifier(ModelCard.Of(ForestClassifier.Format, this, data.Rows), names, new TreeEnsemble(Fit(data.Rows, targets, run)));
    }

    /// <summary>The strengths of <see cref="DecisionTree.Pruning"/> at which something falls, rising, with what is left from there on.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="run">How the work is carried out.</param>
    public IReadOnlyList<PruningStep> PruningPath(Labeled data, FitRun run = default) => Path(data.Rows, Targets(data).Targets, run);

    private (DeepTargets Targets, string[] Names) Targets(Labeled data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(DecisionTreeClassifier));
        var (numbers, names) = data.ClassNumbers(nameof(DecisionTreeClassifier));
        return (DeepTargets.OfClasses(numbers, names.Length, data.Weights, Criterion), names);
    }
}

/// <summary>
/// Expects an amount by a tree of questions: each leaf answers with the mean of its rows (squared error). See <see
/// cref="DecisionTreeClassifier"/> for when and when not.
/// <code>
/// var tree = new DecisionTreeRegressor { MinLeafRows = 50 }.Fit(new Labeled(rows, spending));
/// </code>
/// </summary>
public sealed record DecisionTreeRegressor : DecisionTree, IEstimator<Labeled, ForestRegressor>
{
    /// <inheritdoc/>
    public ForestRegressor Fit(Labeled data, FitRun run = default)
    {
        Check(data);
        return new ForestRegressor(ModelCard.Of(ForestRegressor.Format, this, data.Rows), new TreeEnsemble(Fit(data.Rows, DeepTargets.OfNumbers(data), run)));
    }

    /// <inheritdoc cref="DecisionTreeClassifier.PruningPath"/>
    public IReadOnlyList<PruningStep> PruningPath(Labeled data, FitRun run = default)
    {
        Check(data);
        return Path(data.Rows, DeepTargets.OfNumbers(data), run);
    }

    private void Check(Labeled data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(DecisionTreeRegressor));
    }
}
