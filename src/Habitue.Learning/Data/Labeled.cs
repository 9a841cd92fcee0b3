using System.Runtime.CompilerServices;

namespace Habitue.Learning.Data;

/// <summary>
/// Rows, what is known of each, and how much each counts: what classifiers and regressors learn from.
/// <code>
/// var data = Labeled.OfClasses(features, ["stayed", "left", "stayed"]);   // targets 1, 0, 1: classes are sorted by name
/// var spend = new Labeled(features, amounts);                              // targets as they are
/// </code>
/// </summary>
public sealed class Labeled
{
    private readonly double[] targets;
    private readonly double[] weights;

    /// <summary>Rows with a number each.</summary>
    /// <param name="rows">The rows; kept, not copied.</param>
    /// <param name="targets">One finite number per row: an amount for a regressor; for a classifier 0, 1 … the number of the class.</param>
    /// <param name="weights">How much each row counts, 0 or more and finite; empty when all count the same.</param>
    /// <param name="classes">The names of the classes in the order of their numbers; left out, they are called by their numbers.</param>
    /// <exception cref="BadDataException">Lengths differ, or a target or weight cannot be used; the message names the row.</exception>
    public Labeled(Matrix rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (targets.Length != rows.Rows) throw new BadDataException($"There are {targets.Length} targets for {rows.Rows} rows.");
        if (weights.Length != 0 && weights.Length != rows.Rows) throw new BadDataException($"There are {weights.Length} weights for {rows.Rows} rows.");
        for (var r = 0; r < targets.Length; r++)
            if (!double.IsFinite(targets[r])) throw new BadDataException($"The target of row {r} is {targets[r]}; leave the row out.", "target", r);
        for (var r = 0; r < weights.Length; r++)
            if (!double.IsFinite(weights[r]) || weights[r] < 0) throw new BadDataException($"The weight of row {r} is {weights[r]}; weights are 0 or more.", "weight", r);
        (Rows, this.targets, this.weights, Classes) = (rows, targets.ToArray(), weights.ToArray(), classes);
    }

    /// <summary>The rows.</summary>
    public Matrix Rows { get; }

    /// <summary>One number per row.</summary>
    public ReadOnlySpan<double> Targets => targets;

    /// <summary>How much each row counts; empty when all count the same.</summary>
    public ReadOnlySpan<double> Weights => weights;

    internal double[] RawTargets => targets;

    internal double[] RawWeights => weights;

    /// <summary>The names of the classes, or null when nobody named them.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>Rows with the name of a class each; classes are numbered in the ordinal order of their names.</summary>
    /// <exception cref="BadDataException">Lengths differ, or a label is missing.</exception>
    public static Labeled OfClasses(Matrix rows, IReadOnlyList<string> labels, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        string[] classes = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        var missing = Array.IndexOf(classes, null);
        if (missing >= 0) throw new BadDataException("A row has no label; leave the row out.", "target", labels.ToList().IndexOf(null!));
        var numbers = classes.Select((name, number) => (name, number)).ToDictionary(c => c.name, c => (double)c.number, StringComparer.Ordinal);
        return new Labeled(rows, [.. labels.Select(label => numbers[label])], weights, classes);
    }

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => weights.Length == 0 ? 1 : weights[row];

    /// <summary>The numbered rows with their targets and weights, in the order in which they are given.</summary>
    public Labeled Take(ReadOnlySpan<int> rows)
    {
        var (someTargets, someWeights) = (new double[rows.Length], new double[weights.Length == 0 ? 0 : rows.Length]);
        for (var i = 0; i < rows.Length; i++) someTargets[i] = targets[rows[i]];
        for (var i = 0; i < someWeights.Length; i++) someWeights[i] = weights[rows[i]];
        return new Labeled(Rows.Take(rows), someTargets, someWeights, Classes);
    }

    /// <summary>The same rows with other columns, such as a transformer makes.</summary>
    public Labeled With(Matrix rows) => new(rows, targets, weights, Classes);

    /// <summary>
    /// The number of the class of each row, and the classes' names: what a classifier starts with. There must be rows,
    /// at least two classes, and no class without a row.
    /// </summary>
    /// <exception cref="BadDataException">A target is no class number, or there are fewer than two classes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal (int[] Numbers, string[] Names) ClassNumbers(string who)
    {
        var numbers = new int[targets.Length];
        var most = Classes?.Count ?? 0;
        for (var r = 0; r < targets.Length; r++)
        {
            var target = targets[r];
            if (target < 0 || target != Math.Floor(target) || target >= (Classes?.Count ?? 10_000))
                throw new BadDataException($"The target of row {r} is {target}; {who} needs the number of a class, 0 to {(Classes?.Count ?? 10_000) - 1}.", "target", r);
            numbers[r] = (int)target;
            most = Math.Max(most, numbers[r] + 1);
        }

        var seen = new bool[most];
        foreach (var number in numbers) seen[number] = true;
        string[] names = [.. Classes ?? Enumerable.Range(0, most).Select(number => number.ToString())];
        if (seen.Count(one => one) < 2)
            throw new BadDataException($"{who} needs rows of at least two classes; {(numbers.Length == 0 ? "there are no rows" : $"all {numbers.Length} are of class '{names[numbers[0]]}'")}.", "target");
        if (Array.IndexOf(seen, false) is >= 0 and var empty)
            throw new BadDataException($"No row is of class '{names[empty]}'; number the classes without a gap.", "target");
        return (numbers, names);
    }
}
