using Habitue.Learning.Evaluation;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.OffPolicy;

/// <summary>
/// What another policy would have brought, from decisions that are logged with their propensity. Decisions must be independent and the
/// log must have taken, now and then, whatever the other policy takes; a policy of which the log shows nothing cannot be judged.
/// <code>
/// var log = new LoggedDecisions(rewards, propensities, chances);
/// var value = OffPolicyValue.Snips(log);        // value.Value.Estimate, value.Value.Low, value.EffectiveDecisions
/// </code>
/// Limits are those of a mean of many values (normal; Student's for few); with few, very large weights they hold less often than they say.
/// Cost: some passes over the decisions.
/// </summary>
public static class OffPolicyValue
{
    /// <summary>
    /// Inverse propensity scoring: the mean of w × reward. Without bias when propensities are right; wide when weights are large. A
    /// largest weight makes it narrower and biased towards 0. Source: Horvitz and Thompson (1952); Bottou et al., "Counterfactual
    /// reasoning and learning systems" (2013), for clipping.
    /// </summary>
    /// <param name="log">The decisions.</param>
    /// <param name="largestWeight">Larger weights count as this.</param>
    /// <param name="level">How often the limits shall hold the true value.</param>
    public static OffPolicyEstimate Ips(LoggedDecisions log, double largestWeight = double.PositiveInfinity, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(log);
        var weights = log.Weights(largestWeight);
        var parts = new double[log.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = weights[i] * log.Rewards[i];
        return OfMean(parts, weights, level);
    }

    /// <summary>
    /// Self-normalized inverse propensity scoring: Σ w × reward / Σ w. Slightly biased on few decisions, mostly narrower than
    /// <see cref="Ips"/>, never outside the rewards seen, and the same when a number is added to every reward. NaN when every weight is 0.
    /// Its error is that of a ratio by the delta method. Source: Swaminathan and Joachims, "The self-normalized estimator for
    /// counterfactual learning" (2015); Owen, Monte Carlo theory, methods and examples (2013), equations 9.8 and 9.9.
    /// </summary>
    /// <inheritdoc cref="Ips"/>
    public static OffPolicyEstimate Snips(LoggedDecisions log, double largestWeight = double.PositiveInfinity, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(log);
        var weights = log.Weights(largestWeight);
        var (sum, weighed) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++) (sum, weighed) = (sum + weights[i], weighed + (weights[i] * log.Rewards[i]));
        var (value, squares) = (weighed / sum, 0.0);
        for (var i = 0; i < weights.Length; i++) squares += Square(weights[i] * (log.Rewards[i] - value));
        return Estimate(value, Math.Sqrt(squares) / sum, weights, level);
    }

    /// <summary>
    /// Doubly robust: what a model of rewards expects of the policy, put right by what it missed in the decisions taken. Right when the
    /// propensities are right or the model is; narrow when both are. The model must not have seen the decision that it speaks
    /// about: fit it by folds. Source: Dudík, Langford and Li, "Doubly robust policy evaluation and learning" (2011).
    /// </summary>
    /// <param name="log">The decisions.</param>
    /// <param name="expectedOfTaken">What the model expected of the action taken.</param>
    /// <param name="expectedOfPolicy">What it expected of the policy: the sum over actions of the policy's chance × the reward expected.</param>
    /// <param name="largestWeight">Larger weights count as this.</param>
    /// <param name="level">How often the limits shall hold the true value.</param>
    public static OffPolicyEstimate DoublyRobust(
        LoggedDecisions log, double[] expectedOfTaken, double[] expectedOfPolicy, double largestWeight = double.PositiveInfinity, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(expectedOfTaken);
        ArgumentNullException.ThrowIfNull(expectedOfPolicy);
        if (expectedOfTaken.Length != log.Count || expectedOfPolicy.Length != log.Count)
            throw new BadDataException($"There are {log.Count} decisions, {expectedOfTaken.Length} and {expectedOfPolicy.Length} expectations; there must be one of each for each decision.");
        var weights = log.Weights(largestWeight);
        var parts = new double[log.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = expectedOfPolicy[i] + (weights[i] * (log.Rewards[i] - expectedOfTaken[i]));
        return OfMean(parts, weights, level);
    }

    private static OffPolicyEstimate OfMean(double[] parts, double[] weights, double level)
    {
        var mean = parts.Sum() / parts.Length;
        var squares = 0.0;
        foreach (var part in parts) squares += Square(part - mean);
        return Estimate(mean, Math.Sqrt(squares / (parts.Length - 1.0) / parts.Length), weights, level);
    }

    private static OffPolicyEstimate Estimate(double value, double error, double[] weights, double level)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "It must be above 0 and below 1.");
        var (sum, squares, largest) = (0.0, 0.0, 0.0);
        foreach (var weight in weights) (sum, squares, largest) = (sum + weight, squares + (weight * weight), Math.Max(largest, weight));
        if (weights.Length < 2) error = double.NaN;
        var reach = weights.Length < 2 ? double.NaN : error * SpecialFunctions.StudentReach(level, weights.Length - 1.0);
        return new OffPolicyEstimate(
            new Interval(value, value - reach, value + reach, level), error, weights.Length, squares > 0 ? sum * sum / squares : 0, sum / weights.Length, largest);
    }

    private static double Square(double value) => value * value;
}
