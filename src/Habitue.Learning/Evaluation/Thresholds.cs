namespace Habitue.Learning.Evaluation;

/// <summary>A threshold and what it gives; rows with this score or a higher one are answered with yes.</summary>
/// <param name="Threshold">The score, or infinity when it is best to answer yes to none.</param>
/// <param name="Value">What was sought at its best: F1, Youden's J, the cost, the precision.</param>
/// <param name="Precision">The share of positives among the rows answered with yes; NaN when there is none.</param>
/// <param name="Recall">The share of the positives that are found.</param>
/// <param name="FalsePositiveRate">The share of the negatives that are taken for positives.</param>
public sealed record ChosenThreshold(double Threshold, double Value, double Precision, double Recall, double FalsePositiveRate);

/// <summary>
/// From which score on to act. Choose on rows that the model was not fitted on, and judge the choice on yet others. Each
/// choice looks at every different score once; of equally good ones the highest wins. Cost: O(n log n).
/// <code>
/// var from = Thresholds.LeastCost(targets, scores, ofFalsePositive: 2, ofFalseNegative: 30);
/// </code>
/// </summary>
/// <exception cref="BadDataException">As in <see cref="BinaryMeasures"/>, and when one of the two classes does not occur.</exception>
public static class Thresholds
{
    /// <summary>The highest F1.</summary>
    public static ChosenThreshold BestF1(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default) =>
        Best(ScoreGroups.Of(targets, scores, weights), (tp, fp, all) => 2 * tp / (all.Positives + tp + fp));

    /// <summary>The highest true positive rate less false positive rate. Source: Youden, "Index for rating diagnostic tests" (1950).</summary>
    public static ChosenThreshold BestYouden(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default) =>
        Best(ScoreGroups.Of(targets, scores, weights), (tp, fp, all) => (tp / all.Positives) - (fp / all.Negatives));

    /// <summary>The lowest cost over all rows; <see cref="ChosenThreshold.Value"/> is that cost.</summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="scores">Higher means likelier.</param>
    /// <param name="ofFalsePositive">What it costs to act in vain, 0 or more.</param>
    /// <param name="ofFalseNegative">What it costs to miss a positive, 0 or more.</param>
    /// <param name="weights">Empty, or one per row.</param>
    public static ChosenThreshold LeastCost(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, double ofFalsePositive, double ofFalseNegative, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ofFalsePositive);
        ArgumentOutOfRangeException.ThrowIfNegative(ofFalseNegative);
        var best = Best(ScoreGroups.Of(targets, scores, weights), (tp, fp, all) => -((fp * ofFalsePositive) + ((all.Positives - tp) * ofFalseNegative)));
        return best with { Value = -best.Value };
    }

    /// <summary>The highest precision that still finds this share of the positives.</summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="scores">Higher means likelier.</param>
    /// <param name="recall">The least share of the positives to find, above 0 and at most 1.</param>
    /// <param name="weights">Empty, or one per row.</param>
    public static ChosenThreshold AtRecall(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, double recall, ReadOnlySpan<double> weights = default)
    {
        if (recall is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(recall), recall, "It must be above 0 and at most 1.");
        return Best(ScoreGroups.Of(targets, scores, weights), (tp, fp, all) => tp >= recall * all.Positives * (1 - 1e-12) ? tp / (tp + fp) : double.NegativeInfinity);
    }

    private static ChosenThreshold Best(ScoreGroups groups, Func<double, double, ScoreGroups, double> value)
    {
        if (groups.Positives == 0 || groups.Negatives == 0)
            throw new BadDataException("A threshold can only be chosen when there are rows of both classes.", "target");
        var (tp, fp) = (0.0, 0.0);
        var best = new ChosenThreshold(double.PositiveInfinity, value(0, 0, groups), double.NaN, 0, 0);
        foreach (var group in groups.Falling)
        {
            tp += group.Positive;
            fp += group.Negative;
            var here = value(tp, fp, groups);
            if (here > best.Value) best = new ChosenThreshold(group.Score, here, tp / (tp + fp), tp / groups.Positives, fp / groups.Negatives);
        }

        return best;
    }
}
