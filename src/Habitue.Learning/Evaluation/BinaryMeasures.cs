namespace Habitue.Learning.Evaluation;

/// <summary>
/// How good the scores of a yes-or-no question are. Targets are 0 and 1 (1 is what is looked for); scores are any numbers
/// of which higher means likelier, probabilities are between 0 and 1. Weights, when given, say how much each row counts.
/// <code>
/// float[] p = model.Probability(test.Rows);
/// double auc = BinaryMeasures.RocAuc(test.Targets, p);
/// </code>
/// A wrong length, a missing score, a target other than 0 and 1 is a <see cref="BadDataException"/> that names the row. What
/// cannot be said is NaN: everything over no rows, and the area under the curve when all rows are of one class.
/// </summary>
public static class BinaryMeasures
{
    // Half a unit of float32 at 1: a probability of 0 or 1 in float32 says no more than that.
    private const double Least = 1.1920928955078125e-7;

    /// <summary>
    /// The area under the ROC curve: how often a random positive row scores above a random negative one, ties counting
    /// half. 0.5 is chance. It says nothing of the probabilities' height; see the log loss. NaN with one class.
    /// Cost: O(n log n). Source: Hanley and McNeil, "The meaning and use of the area under a ROC curve" (1982).
    /// </summary>
    public static double RocAuc(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default)
    {
        var groups = ScoreGroups.Of(targets, scores, weights);
        var (above, won) = (0.0, 0.0);
        foreach (var group in groups.Falling)
        {
            won += group.Negative * (above + (group.Positive / 2));
            above += group.Positive;
        }

        return Measured.Ratio(won, groups.Positives * groups.Negatives);
    }

    /// <summary>
    /// The mean precision over the positive rows, each at the threshold that just finds it (the precision-recall curve as
    /// steps, not by trapezia). The share of positives is chance. For rare positives, where it says more than the ROC area.
    /// NaN without a positive row. Cost: O(n log n). Source: Davis and Goadrich (2006); steps as scikit-learn does.
    /// </summary>
    public static double AveragePrecision(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default)
    {
        var groups = ScoreGroups.Of(targets, scores, weights);
        var (found, asked, sum) = (0.0, 0.0, 0.0);
        foreach (var group in groups.Falling)
        {
            found += group.Positive;
            asked += group.Positive + group.Negative;
            if (group.Positive > 0) sum += group.Positive * found / asked;
        }

        return Measured.Ratio(sum, groups.Positives);
    }

    /// <summary>
    /// The mean of -ln of the probability that was given to what happened; lower is better, ln 2 is a coin. Probabilities
    /// are held 1.2e-7 away from 0 and 1, so that one wrong certainty costs 15.9 and not everything. Cost: O(n).
    /// </summary>
    public static double LogLoss(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        var (sum, total) = (0.0, 0.0);
        for (var r = 0; r < targets.Length; r++)
        {
            var (p, weight) = (Math.Clamp(probabilities[r], Least, 1 - Least), Measured.Weight(weights, r));
            sum -= weight * Math.Log(targets[r] == 1 ? p : 1 - p);
            total += weight;
        }

        return Measured.Ratio(sum, total);
    }

    /// <summary>
    /// The same for several classes, targets being class numbers and probabilities one column per class.
    /// </summary>
    /// <exception cref="BadDataException">A target is no class number, or a probability is missing or out of range.</exception>
    public static double LogLoss(ReadOnlySpan<double> targets, Data.Matrix probabilities, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Measured.SameLength(targets.Length, probabilities.Rows, weights);
        var (sum, total) = (0.0, 0.0);
        for (var r = 0; r < targets.Length; r++)
        {
            var p = probabilities.Row(r);
            if (targets[r] < 0 || targets[r] >= p.Length || targets[r] != Math.Floor(targets[r]))
                throw new BadDataException($"The target of row {r} is {targets[r]}; it must be a class number, 0 to {p.Length - 1}.", "target", r);
            if (p[(int)targets[r]] is not (>= 0 and <= 1)) throw new BadDataException($"The probability of row {r} is {p[(int)targets[r]]}; it must be between 0 and 1.", "score", r);
            sum -= Measured.Weight(weights, r) * Math.Log(Math.Clamp(p[(int)targets[r]], Least, 1 - Least));
            total += Measured.Weight(weights, r);
        }

        return Measured.Ratio(sum, total);
    }

    /// <summary>The mean squared distance of the probability from what happened, 0 to 1; lower is better. Cost: O(n). Source: Brier (1950).</summary>
    public static double Brier(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        var (sum, total) = (0.0, 0.0);
        for (var r = 0; r < targets.Length; r++)
        {
            var (off, weight) = (probabilities[r] - targets[r], Measured.Weight(weights, r));
            sum += weight * off * off;
            total += weight;
        }

        return Measured.Ratio(sum, total);
    }

    /// <summary>
    /// How far probabilities are from frequencies: the mean over bins of equal width of |frequency - mean probability|,
    /// weighed by the bins' rows. 0 is perfect; it depends on the number of bins. Cost: O(n).
    /// Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (2015).
    /// </summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="probabilities">Between 0 and 1.</param>
    /// <param name="bins">How many bins, at least 1.</param>
    /// <param name="weights">Empty, or one per row.</param>
    public static double ExpectedCalibrationError(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, int bins = 10, ReadOnlySpan<double> weights = default)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var bin in Curves.Calibration(targets, probabilities, bins, weights))
        {
            sum += bin.Weight * Math.Abs(bin.Frequency - bin.MeanProbability);
            total += bin.Weight;
        }

        return Measured.Ratio(sum, total);
    }
}
