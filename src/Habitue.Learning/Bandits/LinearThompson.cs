using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Thompson sampling with a context: each arm has a ridge regression of its rewards on what is known of the customer, and is drawn as
/// often as it is likely to be the best for this one. Put a 1 into the context as intercept, and bring its numbers to like units. Not
/// when nothing is known of the customer: <see cref="BetaThompson"/> learns faster then.
/// Source: Agrawal and Goyal, "Thompson sampling for contextual bandits with linear payoffs" (2013), one regression per arm.
/// </summary>
public sealed record LinearThompson : IBanditRecipe
{
    /// <inheritdoc/>
    [Range(1, 256)]
    public int Features { get; init; } = 1;

    /// <summary>How strongly weights are held near 0: a ridge of so much is added to each sum of squares.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Ridge { get; init; } = 1;

    /// <summary>How widely is drawn around what is expected, in the unit of the rewards: about their spread (0.5 for clicks).</summary>
    [Range(0.0, 1e12)]
    public double Width { get; init; } = 0.5;

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
    public (double Least, double Most) Rewards => (double.MinValue, double.MaxValue);

    /// <inheritdoc/>
    public double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Generator random, Span<double> into)
    {
        var beliefs = new Posterior[arms.Count];
        for (var i = 0; i < beliefs.Length; i++)
        {
            var (expected, unknown) = arms[i].At(context, Ridge);
            beliefs[i] = Posterior.Normal(expected, Width * Math.Sqrt(unknown));
        }

        return ChanceOfBest.Of(beliefs, ExactUpTo, Draws, random, into);
    }
}
