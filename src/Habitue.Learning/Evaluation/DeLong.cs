using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation;

/// <summary>Two areas under the ROC curve on the same rows, and how surely they differ.</summary>
/// <param name="First">The first area.</param>
/// <param name="Second">The second area.</param>
/// <param name="Difference">The first less the second, with its limits.</param>
/// <param name="StandardError">The standard error of the difference.</param>
/// <param name="Z">The difference in standard errors; 0 when both are 0.</param>
/// <param name="PValue">How likely a difference of this size would be if there were none (two-sided).</param>
public sealed record AucDifference(double First, double Second, Interval Difference, double StandardError, double Z, double PValue);

/// <summary>
/// The uncertainty of an area under the ROC curve without resampling, and whether one model's is really larger than
/// another's on the same rows. Needs at least two rows of each class, else limits are NaN. At an area of exactly 1 the
/// limits close on it, which says too much: prefer <see cref="Bootstrap"/> on few rows.
/// <code>
/// var better = DeLong.Compare(test.Targets, ours, theirs);   // better.Difference, better.PValue
/// </code>
/// Cost: one sort per model, O(n log n). Source: DeLong, DeLong and Clarke-Pearson (1988); fast form by Sun and Xu, "Fast
/// implementation of DeLong's algorithm for comparing the areas under correlated ROC curves" (2014).
/// </summary>
public static class DeLong
{
    /// <summary>The area and its limits, normal and held within 0 and 1.</summary>
    public static Interval Auc(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, double level = 0.95)
    {
        var z = Interval.Quantile(level);
        var placements = Placements(targets, scores);
        var (auc, error) = (Mean(targets, placements, 1), Math.Sqrt(Covariance(targets, placements, placements)));
        return new Interval(auc, Math.Max(0, auc - (z * error)), Math.Min(1, auc + (z * error)), level);
    }

    /// <summary>The difference of two models' areas on the same rows.</summary>
    public static AucDifference Compare(ReadOnlySpan<double> targets, ReadOnlySpan<float> first, ReadOnlySpan<float> second, double level = 0.95)
    {
        var quantile = Interval.Quantile(level);
        var (a, b) = (Placements(targets, first), Placements(targets, second));
        var apart = new double[a.Length];
        for (var r = 0; r < a.Length; r++) apart[r] = a[r] - b[r];
        var (areaA, areaB, error) = (Mean(targets, a, 1), Mean(targets, b, 1), Math.Sqrt(Covariance(targets, apart, apart)));
        var difference = areaA - areaB;
        var z = difference == 0 && error == 0 ? 0 : difference / error;
        var limits = new Interval(difference, difference - (quantile * error), difference + (quantile * error), level);
        return new AucDifference(areaA, areaB, limits, error, z, double.IsInfinity(z) ? 0 : SpecialFunctions.NormalTwoTails(z));
    }

    /// <summary>For each row the share of the other class that lies on the right side of it, ties counting half.</summary>
    private static double[] Placements(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores)
    {
        Measured.Binary(targets, scores, default, probabilities: false);
        var (keys, placements) = (ScoreGroups.Order(scores), new double[targets.Length]);
        double positives = targets.Count(1.0), negatives = targets.Length - positives;
        var (positiveAbove, negativeAbove) = (0.0, 0.0);
        for (int first = 0, next; first < keys.Length; first = next)
        {
            var (positive, negative) = (0.0, 0.0);
            for (next = first; next < keys.Length && keys[next] >> 32 == keys[first] >> 32; next++)
                if (targets[(int)(uint)keys[next]] == 1) positive++;
                else negative++;
            for (var i = first; i < next; i++)
            {
                var row = (int)(uint)keys[i];
                placements[row] = targets[row] == 1
                    ? (negatives - negativeAbove - (negative / 2)) / negatives
                    : (positiveAbove + (positive / 2)) / positives;
            }

            positiveAbove += positive;
            negativeAbove += negative;
        }

        return placements;
    }

    private static double Mean(ReadOnlySpan<double> targets, double[] values, double ofClass)
    {
        var (sum, count) = (0.0, 0.0);
        for (var r = 0; r < values.Length; r++)
        {
            if (targets[r] != ofClass) continue;
            sum += values[r];
            count++;
        }

        return Measured.Ratio(sum, count);
    }

    private static double Covariance(ReadOnlySpan<double> targets, double[] a, double[] b)
    {
        var total = 0.0;
        for (var ofClass = 0; ofClass < 2; ofClass++)
        {
            var (meanA, meanB, sum, count) = (Mean(targets, a, ofClass), Mean(targets, b, ofClass), 0.0, 0.0);
            for (var r = 0; r < a.Length; r++)
            {
                if (targets[r] != ofClass) continue;
                sum += (a[r] - meanA) * (b[r] - meanB);
                count++;
            }

            total += Measured.Ratio(sum, count - 1) / count;
        }

        return total;
    }
}
