using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Thompson sampling for rewards from 0 to 1, such as a click: each arm is drawn as often as it is likely to be the best, given a beta
/// distribution over its rate. The first choice without a context. Not for money: take <see cref="NormalThompson"/>.
/// <code>
/// var bandit = new Bandit(new BetaThompson(), seed: 7);
/// var choice = bandit.Choose("decision-1", ["red", "blue"]);
/// bandit.Reward("decision-1", 1);
/// </code>
/// Sources: Thompson, "On the likelihood that one unknown probability exceeds another" (1933); Chapelle and Li, "An empirical
/// evaluation of Thompson sampling" (2011).
/// </summary>
public sealed record BetaThompson : IBanditRecipe
{
    /// <summary>Successes believed in before the first outcome.</summary>
    [Range(1.0, 1e6)]
    public double PriorSuccesses { get; init; } = 1;

    /// <summary>Failures believed in before the first outcome.</summary>
    [Range(1.0, 1e6)]
    public double PriorFailures { get; init; } = 1;

    /// <inheritdoc/>
    [Range(0.0, 1.0)]
    public double Explore { get; init; }

    /// <summary>Up to so many arms chances are worked out; beyond they are counted by drawing.</summary>
    [Range(0, 64)]
    public int ExactUpTo { get; init; } = 16;

    /// <summary>How often is drawn to count them; a chance is off by at most 0.5 / √draws (one standard error).</summary>
    [Range(100, 1_000_000)]
    public int Draws { get; init; } = 1_000;

    /// <inheritdoc/>
    public int Features => 0;

    /// <inheritdoc/>
    public (double Least, double Most) Rewards => (0, 1);

    /// <inheritdoc/>
    public double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Generator random, Span<double> into)
    {
        var beliefs = new Posterior[arms.Count];
        for (var i = 0; i < beliefs.Length; i++) beliefs[i] = Posterior.Beta(PriorSuccesses + arms[i].Sum, PriorFailures + arms[i].Count - arms[i].Sum);
        return ChanceOfBest.Of(beliefs, ExactUpTo, Draws, random, into);
    }
}
