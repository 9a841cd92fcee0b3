namespace Habitue.Learning.Bandits;

/// <summary>What a bandit drew for one decision.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Propensity">With what chance it was drawn: exactly the one that the draw used, so it can be divided by later.</param>
/// <param name="Error">How far that chance may be from the recipe's own rule (one standard error), when it was counted by drawing.</param>
public readonly record struct BanditChoice(string Arm, double Propensity, double Error);

/// <summary>What became of a reward that was handed in.</summary>
public enum RewardOutcome
{
    /// <summary>The first for its decision: counted.</summary>
    Counted,

    /// <summary>Its decision had been closed as having brought nothing: put right.</summary>
    Corrected,

    /// <summary>Its decision has its reward already: nothing changed.</summary>
    Repeated,

    /// <summary>No such decision is remembered: nothing changed.</summary>
    Unknown,
}
