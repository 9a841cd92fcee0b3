namespace Habitue.Learning.Evaluation;

/// <summary>One point of a ROC curve.</summary>
/// <param name="Threshold">Rows with this score or a higher one are answered with yes; infinite at the start, where none is.</param>
/// <param name="FalsePositiveRate">The share of the negative rows that are.</param>
/// <param name="TruePositiveRate">The share of the positive rows that are.</param>
public sealed record RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);

/// <summary>One point of a precision-recall curve.</summary>
/// <param name="Threshold">Rows with this score or a higher one are answered with yes.</param>
/// <param name="Precision">The share of positives among them.</param>
/// <param name="Recall">The share of the positives that they hold.</param>
public sealed record PrecisionRecallPoint(double Threshold, double Precision, double Recall);

/// <summary>One bin of a calibration curve; empty bins are left out.</summary>
/// <param name="From">The bin holds probabilities above this (the first bin also 0)…</param>
/// <param name="To">… up to and with this.</param>
/// <param name="Weight">How many rows (or how much weight) it holds.</param>
/// <param name="MeanProbability">What was said of them on average.</param>
/// <param name="Frequency">The share of them that was positive.</param>
public sealed record CalibrationBin(double From, double To, double Weight, double MeanProbability, double Frequency);

/// <summary>One point of a gain curve.</summary>
/// <param name="ShareOfRows">The best-scored share of the rows…</param>
/// <param name="ShareOfPositives">… holds this share of the positives.</param>
public sealed record GainPoint(double ShareOfRows, double ShareOfPositives);

/// <summary>
/// The curves behind the measures, with one point per different score, so that they can be drawn. Input and errors as
/// in <see cref="BinaryMeasures"/>; a share of a class that does not occur is NaN. Cost: O(n log n).
/// </summary>
public static class Curves
{
    /// <summary>The ROC curve from (0, 0) to (1, 1) by falling threshold.</summary>
    public static IReadOnlyList<RocPoint> Roc(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default)
    {
        var groups = ScoreGroups.Of(targets, scores, weights);
        var points = new List<RocPoint>(groups.Falling.Count + 1) { new(double.PositiveInfinity, Measured.Ratio(0, groups.Negatives), Measured.Ratio(0, groups.Positives)) };
        var (positive, negative) = (0.0, 0.0);
        foreach (var group in groups.Falling)
        {
            positive += group.Positive;
            negative += group.Negative;
            points.Add(new RocPoint(group.Score, Measured.Ratio(negative, groups.Negatives), Measured.Ratio(positive, groups.Positives)));
        }

        return points;
    }

    /// <summary>The precision-recall curve by falling threshold, so by rising recall.</summary>
    public static IReadOnlyList<PrecisionRecallPoint> PrecisionRecall(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default)
    {
        var groups = ScoreGroups.Of(targets, scores, weights);
        var points = new List<PrecisionRecallPoint>(groups.Falling.Count);
        var (positive, asked) = (0.0, 0.0);
        foreach (var group in groups.Falling)
        {
            positive += group.Positive;
            asked += group.Positive + group.Negative;
            points.Add(new PrecisionRecallPoint(group.Score, Measured.Ratio(positive, asked), Measured.Ratio(positive, groups.Positives)));
        }

        return points;
    }

    /// <summary>The share of positives that the best-scored rows hold, from (0, 0) to (1, 1); rows of one score are on one straight line.</summary>
    public static IReadOnlyList<GainPoint> Gain(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights = default)
    {
        var groups = ScoreGroups.Of(targets, scores, weights);
        var all = groups.Positives + groups.Negatives;
        var points = new List<GainPoint>(groups.Falling.Count + 1) { new(0, Measured.Ratio(0, groups.Positives)) };
        var (positive, asked) = (0.0, 0.0);
        foreach (var group in groups.Falling)
        {
            positive += group.Positive;
            asked += group.Positive + group.Negative;
            points.Add(new GainPoint(Measured.Ratio(asked, all), Measured.Ratio(positive, groups.Positives)));
        }

        return points;
    }

    /// <summary>What was said against what happened, in bins of equal width. Cost: O(n).</summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="probabilities">Between 0 and 1.</param>
    /// <param name="bins">How many bins, at least 1.</param>
    /// <param name="weights">Empty, or one per row.</param>
    public static IReadOnlyList<CalibrationBin> Calibration(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, int bins = 10, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        var (weight, said, happened) = (new double[bins], new double[bins], new double[bins]);
        for (var r = 0; r < targets.Length; r++)
        {
            double p = probabilities[r];
            var bin = Math.Clamp((int)Math.Ceiling(p * bins) - 1, 0, bins - 1);
            if (bin > 0 && p <= (double)bin / bins) bin--; // the product may have been rounded up
            var one = Measured.Weight(weights, r);
            weight[bin] += one;
            said[bin] += one * p;
            happened[bin] += one * targets[r];
        }

        return [.. Enumerable.Range(0, bins).Where(b => weight[b] > 0)
            .Select(b => new CalibrationBin((double)b / bins, (b + 1.0) / bins, weight[b], said[b] / weight[b], happened[b] / weight[b]))];
    }
}
