namespace Habitue.Learning.Evaluation;

/// <summary>
/// How often each class was answered with each, and the shares that follow. For decisions, not for probabilities: those
/// are judged by <see cref="BinaryMeasures"/>.
/// <code>
/// var confusion = ConfusionMatrix.AtThreshold(test.Targets, model.Probability(test.Rows), threshold: 0.3);
/// double found = confusion.Recall(), right = confusion.Precision();
/// </code>
/// A share of nothing is NaN: the precision of a class that was never answered, the recall of one that never occurred.
/// Macro means are over the classes that occurred or were answered, a NaN in them counting as 0 (as in scikit-learn).
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly double[] counts;

    private ConfusionMatrix(int classes) => (Classes, counts) = (classes, new double[classes * classes]);

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many rows (or how much weight) of class <paramref name="actual"/> got the answer <paramref name="answered"/>.</summary>
    public double this[int actual, int answered]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)answered, (uint)Classes);
            return counts[(actual * Classes) + answered];
        }
    }

    /// <summary>All rows.</summary>
    public double Total => counts.Sum();

    /// <summary>The share of right answers.</summary>
    public double Accuracy => Measured.Ratio(All.Sum(c => this[c, c]), Total);

    /// <summary>The mean recall of the classes that occurred: accuracy as if all classes were equally frequent.</summary>
    public double BalancedAccuracy => All.Where(c => Actual(c) > 0).Select(Recall).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean precision of the classes.</summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean recall of the classes.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean F1 of the classes.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>The mean F1 of the classes, weighed by how often they occurred.</summary>
    public double WeightedF1 => Measured.Ratio(All.Where(c => Actual(c) > 0).Sum(c => Actual(c) * F1(c)), Total);

    private IEnumerable<int> All => Enumerable.Range(0, Classes);

    /// <summary>Counts answers such as <see cref="Roles.Classify"/> gives.</summary>
    /// <param name="targets">The number of each row's class.</param>
    /// <param name="answers">The number of the class that was answered.</param>
    /// <param name="weights">Empty, or how much each row counts.</param>
    /// <param name="classes">How many classes there are; 0 for as many as occur, at least two.</param>
    /// <exception cref="BadDataException">Lengths differ, or a number is no class; the message names the row.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<double> targets, ReadOnlySpan<int> answers, ReadOnlySpan<double> weights = default, int classes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        Measured.SameLength(targets.Length, answers.Length, weights);
        var most = classes > 0 ? classes : 10_000;
        var highest = 1;
        for (var r = 0; r < targets.Length; r++)
        {
            if (targets[r] < 0 || targets[r] >= most || targets[r] != Math.Floor(targets[r]))
                throw new BadDataException($"The target of row {r} is {targets[r]}; it must be a class number, 0 to {most - 1}.", "target", r);
            if (answers[r] < 0 || answers[r] >= most)
                throw new BadDataException($"The answer of row {r} is {answers[r]}; it must be a class number, 0 to {most - 1}.", "answer", r);
            highest = Math.Max(highest, Math.Max((int)targets[r], answers[r]));
        }

        var matrix = new ConfusionMatrix(classes > 0 ? classes : highest + 1);
        for (var r = 0; r < targets.Length; r++) matrix.counts[((int)targets[r] * matrix.Classes) + answers[r]] += Measured.Weight(weights, r);
        return matrix;
    }

    /// <summary>Counts for a yes-or-no question, the answer being yes from the threshold on.</summary>
    public static ConfusionMatrix AtThreshold(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, double threshold = 0.5, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, scores, weights, probabilities: false);
        var matrix = new ConfusionMatrix(2);
        for (var r = 0; r < targets.Length; r++) matrix.counts[((int)targets[r] * 2) + (scores[r] >= threshold ? 1 : 0)] += Measured.Weight(weights, r);
        return matrix;
    }

    /// <summary>Of the rows that got this answer, the share for which it was right. NaN when none got it.</summary>
    public double Precision(int ofClass = 1) => Measured.Ratio(this[ofClass, ofClass], Answered(ofClass));

    /// <summary>Of the rows of this class, the share that was found. NaN when there is none.</summary>
    public double Recall(int ofClass = 1) => Measured.Ratio(this[ofClass, ofClass], Actual(ofClass));

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). NaN when the class neither occurred nor was answered.</summary>
    public double F1(int ofClass = 1) => Measured.Ratio(2 * this[ofClass, ofClass], Actual(ofClass) + Answered(ofClass));

    private double Actual(int c) => All.Sum(answered => this[c, answered]);

    private double Answered(int c) => All.Sum(actual => this[actual, c]);

    private double Macro(Func<int, double> one) => All.Where(c => Actual(c) + Answered(c) > 0)
        .Select(c => one(c) is var value && double.IsNaN(value) ? 0 : value).DefaultIfEmpty(double.NaN).Average();
}
