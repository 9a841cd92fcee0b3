using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Takes the arm that could be the best for this customer: what a ridge regression per arm expects, and a bonus for what is not yet known.
/// Which arm that is leaves nothing to chance, so what it has not shown cannot be estimated from its log: give <see cref="Explore"/> a
/// small share when policies shall be compared later. Put a 1 into the context as intercept.
/// Source: Li, Chu, Langford and Schapire, "A contextual-bandit approach to personalized news article recommendation" (2010), algorithm 1.
/// </summary>
public sealed record LinUcb : IBanditRecipe
{
    /// <inheritdoc/>
    [Range(1, 256)]
    public int Features { get; init; } = 1;

    /// <summary>The size of the bonus, in standard errors; larger tries more.</summary>
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 1;

    /// <inheritdoc cref="LinearThompson.Ridge"/>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Ridge { get; init; } = 1;

    /// <inheritdoc/>
    [Range(0.0, 1.0)]
    public double Explore { get; init; }

    /// <inheritdoc/>
    public (double Least, double Most) Rewards => (double.MinValue, double.MaxValue);

    /// <inheritdoc/>
    public double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Generator random, Span<double> into)
    {
        for (var i = 0; i < arms.Count; i++) into[i] = Score(arms[i], context);
        Largest.ShareOut(into);
        return 0;
    }

    internal double Score(ArmSums arm, ReadOnlySpan<double> context)
    {
        var (expected, unknown) = arm.At(context, Ridge);
        return expected + (Alpha * Math.Sqrt(unknown));
    }
}
