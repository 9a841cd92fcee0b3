using Habitue.Learning.Numerics;

namespace Habitue.Learning.Evaluation;

/// <summary>
/// How far predictions of amounts are off. Weights, when given, say how much each row counts. Unequal lengths and values
/// that are missing or infinite are a <see cref="BadDataException"/> that names the row; over no rows all are NaN.
/// <code>
/// double off = RegressionMeasures.Rmse(test.Targets, model.Predict(test.Rows));
/// </code>
/// </summary>
public static class RegressionMeasures
{
    /// <summary>The square root of the mean squared error, in the unit of the targets; large errors count most. Cost: O(n).</summary>
    public static double Rmse(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights = default) =>
        Math.Sqrt(Mean(targets, predictions, weights, (target, off) => off * off));

    /// <summary>The mean of the errors' sizes, in the unit of the targets. Cost: O(n).</summary>
    public static double Mae(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights = default) =>
        Mean(targets, predictions, weights, (target, off) => Math.Abs(off));

    /// <summary>
    /// The mean of the errors' sizes as a share of the targets' (0.1 is ten percent). Not for targets that may be 0.
    /// Cost: O(n).
    /// </summary>
    /// <exception cref="BadDataException">A target is 0.</exception>
    public static double Mape(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights = default)
    {
        if (targets.IndexOf(0.0) is >= 0 and var row) throw new BadDataException($"The target of row {row} is 0, of which no error is a share; use Mae.", "target", row);
        return Mean(targets, predictions, weights, (target, off) => Math.Abs(off / target));
    }

    /// <summary>
    /// The mean cost of a quantile's prediction: an amount too low costs <paramref name="quantile"/> times what is missing, one
    /// too high 1 - <paramref name="quantile"/> times the excess. Cost: O(n). Source: Koenker and Bassett (1978).
    /// </summary>
    /// <param name="targets">Amounts.</param>
    /// <param name="predictions">The quantile that was predicted of each.</param>
    /// <param name="quantile">Which quantile, above 0 and below 1.</param>
    /// <param name="weights">Empty, or one per row.</param>
    public static double Pinball(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, double quantile = 0.5, ReadOnlySpan<double> weights = default)
    {
        if (quantile is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "It must be above 0 and below 1.");
        return Mean(targets, predictions, weights, (target, off) => off >= 0 ? quantile * off : (quantile - 1) * off);
    }

    /// <summary>
    /// The share of the targets' variance that is explained: 1 is perfect, 0 no better than their mean, below 0 worse.
    /// NaN when all targets are equal, where there is nothing to explain. Cost: O(n).
    /// </summary>
    public static double R2(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights = default)
    {
        var left = Mean(targets, predictions, weights, (target, off) => off * off);
        var centre = Mean(targets, predictions, weights, (target, off) => target);
        var spread = Mean(targets, predictions, weights, (target, off) => (target - centre) * (target - centre));
        return spread > 0 && targets.ContainsAnyExcept(targets[0]) ? 1 - (left / spread) : double.NaN;
    }

    /// <summary>The median of the errors' sizes: a few wild rows do not move it. Cost: O(n log n).</summary>
    public static double MedianAbsoluteError(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions)
    {
        Measured.Amounts(targets, predictions, default);
        if (targets.IsEmpty) return double.NaN;
        var off = new double[targets.Length];
        for (var r = 0; r < off.Length; r++) off[r] = Math.Abs(targets[r] - predictions[r]);
        RadixSort.Rising(off.AsSpan());
        return (off[(off.Length - 1) / 2] + off[off.Length / 2]) / 2;
    }

    private static double Mean(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights, Func<double, double, double> of)
    {
        Measured.Amounts(targets, predictions, weights);
        var (sum, total) = (0.0, 0.0);
        for (var r = 0; r < targets.Length; r++)
        {
            var weight = Measured.Weight(weights, r);
            sum += weight * of(targets[r], targets[r] - predictions[r]);
            total += weight;
        }

        return Measured.Ratio(sum, total);
    }
}
