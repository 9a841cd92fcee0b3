using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Takes the arm with the best mean so far, and any arm in a fixed share of decisions. The baseline that others must beat: it never
/// stops trying what is known to be bad. An arm without an outcome comes first.
/// Source: Sutton and Barto, Reinforcement Learning, 2nd edition (2018), section 2.2.
/// </summary>
public sealed record EpsilonGreedy : IBanditRecipe
{
    /// <inheritdoc/>
    [Range(0.0, 1.0)]
    public double Explore { get; init; } = 0.1;

    /// <inheritdoc/>
    public int Features => 0;

    /// <inheritdoc/>
    public (double Least, double Most) Rewards => (double.MinValue, double.MaxValue);

    /// <inheritdoc/>
    public double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Generator random, Span<double> into)
    {
        for (var i = 0; i < arms.Count; i++) into[i] = arms[i].Count > 0 ? arms[i].Mean : double.PositiveInfinity;
        Largest.ShareOut(into);
        return 0;
    }
}
