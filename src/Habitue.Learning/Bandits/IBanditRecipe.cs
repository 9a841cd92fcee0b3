namespace Habitue.Learning.Bandits;

/// <summary>
/// How a bandit divides its decisions among arms (offers, texts, layouts), given what came of each so far. A recipe holds settings
/// only; what was learned is in the <see cref="Bandit"/> that it starts.
/// </summary>
public interface IBanditRecipe
{
    /// <summary>How many numbers describe the one for whom is decided; 0 when the recipe looks at none.</summary>
    int Features { get; }

    /// <summary>The share of decisions that is divided evenly among the arms, whatever was learned.</summary>
    double Explore { get; }

    /// <summary>The least and the most that one decision can bring; another reward is refused.</summary>
    (double Least, double Most) Rewards { get; }

    /// <summary>Writes with what chance each arm is to be drawn, before <see cref="Explore"/>; the chances sum to 1.</summary>
    /// <param name="arms">What came of each arm that may be drawn, at least one.</param>
    /// <param name="context">As many numbers as <see cref="Features"/>.</param>
    /// <param name="random">Where chance comes from when chances are counted by drawing.</param>
    /// <param name="into">One place per arm.</param>
    /// <returns>How far a chance may be from the recipe's own rule: one standard error; 0 when it is worked out.</returns>
    double Chances(IReadOnlyList<ArmSums> arms, ReadOnlySpan<double> context, Numerics.Generator random, Span<double> into);
}
