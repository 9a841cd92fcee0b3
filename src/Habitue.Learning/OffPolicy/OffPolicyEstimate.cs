using Habitue.Learning.Evaluation;

namespace Habitue.Learning.OffPolicy;

/// <summary>What a policy would have brought per decision, as seen from the log of another.</summary>
/// <param name="Value">The reward per decision and its limits; NaN limits for fewer than two decisions.</param>
/// <param name="StandardError">The standard error of the value.</param>
/// <param name="Decisions">How many logged decisions there are.</param>
/// <param name="EffectiveDecisions">
/// How many decisions of the policy's own this is worth: (Σ w)² / Σ w² (Kish 1965). Far fewer than there are decisions, or fewer than some
/// hundreds, means that the log hardly ever did what the policy would do: distrust the value, however narrow its limits.
/// </param>
/// <param name="MeanWeight">The mean of the weights; near 1 when propensities are right.</param>
/// <param name="LargestWeight">The largest weight; one decision counts as so many.</param>
public sealed record OffPolicyEstimate(
    Interval Value, double StandardError, int Decisions, double EffectiveDecisions, double MeanWeight, double LargestWeight);
