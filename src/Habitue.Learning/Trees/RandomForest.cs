using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Trees;

/// <summary>
/// The settings that <see cref="RandomForestClassifier"/> and <see cref="RandomForestRegressor"/> share: many deep trees, each
/// from its own draw of the rows, with a few columns drawn at each split; the forest answers with their mean. Each tree has a
/// generator of its own, so the forest does not depend on threads. Source: Breiman, "Random forests" (2001).
/// </summary>
public abstract record RandomForest
{
    /// <summary>How many trees; more never harm, and gain less and less.</summary>
    [Range(1, 100_000)]
    public int Trees { get; init; } = 100;

    /// <summary>The most splits on the way to a leaf; the default hardly ever binds.</summary>
    [Range(1, 1_000)]
    public int MaxDepth { get; init; } = 1_000;

    /// <summary>Each leaf holds at least so many rows; without weights a row that was drawn twice counts twice.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 1;

    /// <summary>A node with fewer different rows is not divided.</summary>
    [Range(2, int.MaxValue)]
    public int MinSplitRows { get; init; } = 2;

    /// <summary>How many columns each split chooses from; 0 is the root of their number for classes and a third of it for amounts, rounded down, at least 1.</summary>
    [Range(0, 1_000_000)]
    public int ColumnsPerSplit { get; init; }

    /// <summary>Whether each tree draws as many rows as there are, with repetition; else it takes all rows.</summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>Whether to score each row by the trees that did not draw it, an honest measure without held-out rows; needs <see cref="Bootstrap"/>.</summary>
    public bool OutOfBag { get; init; }

    /// <summary>The most bins of a column.</summary>
    [Range(2, 255)]
    public int Bins { get; init; } = 255;

    /// <summary>
    /// How many further trees are counted in that know nothing and say the mean of all rows (of classes, their shares). One keeps a forest from saying that
    /// something is impossible because no tree has seen it, which weighs where log-odds are averaged, as in a blend.
    /// </summary>
    [Range(0.0, 1e6)]
    public double PriorTrees { get; init; }

    /// <summary>Where rows and columns are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <summary>The trees, and for each row the mean of the trees that did not draw it (NaN when all did), when that was asked for.</summary>
    internal (TreeArrays Arrays, double[]? OutOfBag) Grow(Matrix x, DeepTargets targets, int columns, FitRun run)
    {
        if (OutOfBag && !Bootstrap) throw new SettingException(GetType().Name, nameof(OutOfBag), "is on, but Bootstrap is off: then every tree draws every row.");
        run.Cancel.ThrowIfCancellationRequested();
        var bins = BinnedRows.Of(x, BinRules.Learn(x, GetType().Name, Bins, [], run), run);
        var drawn = ColumnsPerSplit == 0 ? Math.Max(1, columns) : Math.Min(ColumnsPerSplit, x.Columns.Count);
        var settings = new DeepSettings(MaxDepth, MinSplitRows, MinLeafRows, drawn, MinLeafRows > 1 && !targets.UnitWeights);
        var (trees, used, idle) = (new GrownTree[Trees], OutOfBag ? new ulong[Trees][] : [], new ConcurrentBag<Workplace>());
        var (gate, done) = (new Lock(), 0);
        Blocks.Run(Trees, run, t =>
        {
            if (!idle.TryTake(out var place)) place = new Workplace(targets, settings, bins);
            trees[t] = place.Grow(Seed.For(t), Bootstrap, OutOfBag ? used[t] = new ulong[(x.Rows + 63) / 64] : []);
            idle.Add(place);
            lock (gate) run.Progress?.Report((double)++done / Trees);
        });
        var prior = PriorTrees == 0 ? [] : targets.Overall();
        var arrays = TreeArrays.Of(trees, bins.Rules, targets.Outputs, targets.Outputs,
            (t, node, into) =>
            {
                targets.Answer(trees[t].Stats.AsSpan(node * targets.StatWidth, targets.StatWidth), into);
                // Drawn towards the prior leaf by leaf, the mean over the trees is that of all of them and of those that know nothing.
                for (var k = 0; k < prior.Length; k++) into[k] = ((Trees * into[k]) + (PriorTrees * prior[k])) / (Trees + PriorTrees);
            });
        return (arrays, OutOfBag ? Score(arrays, trees, used, bins, run) : null);
    }

    private static double[] Score(TreeArrays arrays, GrownTree[] trees, ulong[][] used, BinnedRows bins, FitRun run)
    {
        const int blockRows = 1_024;
        var (outputs, answers) = (arrays.Outputs, new double[bins.Rows * arrays.Outputs]);
        Blocks.Run((bins.Rows + blockRows - 1) / blockRows, run with { Progress = null }, block =>
        {
            for (var row = block * blockRows; row < Math.Min(bins.Rows, (block + 1) * blockRows); row++)
            {
                var count = 0;
                var into = answers.AsSpan(row * outputs, outputs);
                for (var t = 0; t < trees.Length; t++)
                {
                    if (((used[t][row >> 6] >> (row & 63)) & 1) != 0) continue;
                    var values = arrays.Children[arrays.Roots[t] + trees[t].Leaf(bins, row)] * outputs;
                    for (var k = 0; k < outputs; k++) into[k] += arrays.Values[values + k];
                    count++;
                }

                foreach (ref var sum in into) sum = count == 0 ? double.NaN : sum / count;
            }
        });
        return answers;
    }

    /// <summary>What one thread needs to grow one tree after the other.</summary>
    private sealed class Workplace
    {
        private readonly DeepTargets targets;
        private readonly DeepRows rows;
        private readonly DeepTree tree;
        private readonly int[] copies;

        public Workplace(DeepTargets targets, DeepSettings settings, BinnedRows bins)
        {
            (this.targets, rows, copies) = (targets, new DeepRows(bins), new int[bins.Rows]);
            tree = new DeepTree(targets, settings, rows);
        }

        public GrownTree Grow(Generator random, bool bootstrap, Span<ulong> used)
        {
            do
            {
                Array.Clear(copies);
                if (bootstrap)
                    for (var i = 0; i < copies.Length; i++) copies[random.Below(copies.Length)]++;
                rows.Load(targets, bootstrap ? copies : []);
            }
            while (rows.Count == 0); // nothing but rows without weight was drawn

            for (var row = 0; row < copies.Length; row++)
                if (copies[row] > 0 && !used.IsEmpty) used[row >> 6] |= 1ul << (row & 63);
            var grown = tree.Grow(0, rows.Count, 0, rows.Sum, random, bootstrap ? copies : []);
            grown.SumUp();
            return grown;
        }
    }
}

/// <summary>
/// Says how likely each class is by the mean of many deep trees. Hard to get wrong: it needs neither scaling nor tuning. <see
/// cref="GradientBoostingClassifier"/> is usually a little more accurate, far smaller and faster at scoring.
/// <code>
/// var forest = new RandomForestClassifier { Trees = 300, OutOfBag = true, Seed = 7 }.Fit(data);
/// double honest = forest.Card.Figures["out_of_bag_accuracy"];
/// </code>
/// Missing values go the way that parts the classes best. An infinite value is an error at the fit.
/// Cost: about rows × columns per split × depth × trees; memory: 60 bytes per row and sixteen columns for each thread; the
/// model holds about two thirds of the rows as nodes, for each tree.
/// </summary>
public sealed record RandomForestClassifier : RandomForest, IEstimator<Labeled, ForestClassifier>
{
    /// <summary>What splits make pure.</summary>
    public TreeCriterion Criterion { get; init; }

    /// <inheritdoc/>
    public ForestClassifier Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(RandomForestClassifier));
        var (numbers, names) = data.ClassNumbers(nameof(RandomForestClassifier));
        var targets = DeepTargets.OfClasses(numbers, names.Length, data.Weights, Criterion);
        var (arrays, outOfBag) = Grow(data.Rows, targets, (int)Math.Sqrt(data.Rows.Columns.Count), run);
        if (outOfBag is null) return new ForestClassifier(ModelCard.Of(ForestClassifier.Format, this, data.Rows), names, new TreeEnsemble(arrays));
        var (right, loss, weight) = (0.0, 0.0, 0.0);
        for (var row = 0; row < numbers.Length; row++)
        {
            var shares = outOfBag.AsSpan(row * names.Length, names.Length);
            if (double.IsNaN(shares[0])) continue;
            var likeliest = 0;
            for (var k = 1; k < shares.Length; k++)
                if (shares[k] > shares[likeliest]) likeliest = k;
            weight += data.Weight(row);
            right += likeliest == numbers[row] ? data.Weight(row) : 0;
            loss -= data.Weight(row) * Math.Log(Math.Max(1e-15, shares[numbers[row]]));
        }

        var card = ModelCard.Of(ForestClassifier.Format, this, data.Rows, ("out_of_bag_accuracy", right / weight), ("out_of_bag_log_loss", loss / weight));
        return new ForestClassifier(card, names, new TreeEnsemble(arrays));
    }
}

/// <summary>
/// Expects an amount by the mean of many deep trees. See <see cref="RandomForestClassifier"/> for when and when not; like all
/// trees it does not extrapolate.
/// <code>
/// var forest = new RandomForestRegressor { MinLeafRows = 5 }.Fit(new Labeled(rows, spending));
/// </code>
/// </summary>
public sealed record RandomForestRegressor : RandomForest, IEstimator<Labeled, ForestRegressor>
{
    /// <inheritdoc/>
    public ForestRegressor Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        Finite.CheckSize(data.Rows, 1, nameof(RandomForestRegressor));
        var (arrays, outOfBag) = Grow(data.Rows, DeepTargets.OfNumbers(data), data.Rows.Columns.Count / 3, run);
        if (outOfBag is null) return new ForestRegressor(ModelCard.Of(ForestRegressor.Format, this, data.Rows), new TreeEnsemble(arrays));
        var (error, all, mean, weight) = (0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < outOfBag.Length; row++)
            if (!double.IsNaN(outOfBag[row])) (mean, weight) = (mean + (data.Weight(row) * data.Targets[row]), weight + data.Weight(row));
        mean /= weight;
        for (var row = 0; row < outOfBag.Length; row++)
        {
            if (double.IsNaN(outOfBag[row])) continue;
            error += data.Weight(row) * (data.Targets[row] - outOfBag[row]) * (data.Targets[row] - outOfBag[row]);
            all += data.Weight(row) * (data.Targets[row] - mean) * (data.Targets[row] - mean);
        }

        var card = ModelCard.Of(ForestRegressor.Format, this, data.Rows, ("out_of_bag_squared_error", error / weight), ("out_of_bag_r2", 1 - (error / all)));
        return new ForestRegressor(card, new TreeEnsemble(arrays));
    }
}
