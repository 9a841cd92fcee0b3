using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Thompson sampling for rewards of any size, such as money: mean and spread of each arm are unknown (normal and inverse gamma prior),
/// so the mean is believed to follow Student's distribution. Skewed money needs some hundred outcomes until this is fair; not for 0 and
/// 1: take <see cref="BetaThompson"/>. Source: Murphy, "Conjugate Bayesian analysis of the Gaussian distribution" (2007), equations 85 to 90 and 100.
/// </summary>
public sealed record NormalThompson : IBanditRecipe
{
    /// <summary>The mean reward believed in before the first outcome.</summary>
    [Range(-1e12, 1e12)]
    public double PriorMean { get; init; }

    /// <summary>How many outcomes that belief is worth.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double PriorWeight { get; init; } = 0.1;

    /// <summary>The spread (standard deviation) of rewards believed in before the first outcome, in their unit.</summary>
    [Range(0.0, 1e12, MinimumIsExclusive = true)]
    public double PriorSpread { get; init; } = 1;

    /// <inheritdoc/>
    [Range(0.0, 1.0)]
    public double Explore { get; init; }

    /// <inheritdoc cref="BetaThompson.ExactUpTo"/>
    [Range(0, 64)]
    public int ExactUpTo { get; init; } = 16;

    /// <inheritdoc cref="BetaThompson.Draws"/>
    [Range(100, 1_000_000)]
    public int Draws { get; init; } = 1_000;

    /// <inheritdoc/>
    public int Features => 0;

    /// <inheritdoc/>
    public (double Least, double Most) Rewards => (double.MinValue, double.MaxValue);

    /// <inheritdoc/>
    public double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Generator random, Span<double> into)
    {
        var beliefs = new Posterior[arms.Count];
        for (var i = 0; i < beliefs.Length; i++) beliefs[i] = Belief(arms[i]);
        return ChanceOfBest.Of(beliefs, ExactUpTo, Draws, random, into);
    }

    /// <summary>The prior counts as two outcomes for the spread, the fewest for which the mean has one.</summary>
    internal Posterior Belief(ArmSums arm)
    {
        const double priorShape = 1;
        var (n, mean) = (arm.Count, arm.Count > 0 ? arm.Mean : 0);
        var weight = PriorWeight + n;
        var centre = ((PriorWeight * PriorMean) + arm.Sum) / weight;
        var shape = priorShape + (n / 2);
        var within = Math.Max(0, arm.Squares - (n * mean * mean));
        var rate = (priorShape * PriorSpread * PriorSpread) + (within / 2) + (PriorWeight * n * (mean - PriorMean) * (mean - PriorMean) / (2 * weight));
        return Posterior.Student(centre, Math.Sqrt(rate / (shape * weight)), 2 * shape);
    }
}
