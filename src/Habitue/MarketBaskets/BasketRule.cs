namespace Habitue.MarketBaskets;

/// <summary>A rule with what speaks for it. Products are numbers.</summary>
/// <param name="Adjusted">Its p-value by Fisher's exact test, adjusted for how many rules were looked at.</param>
/// <param name="LiftEarlier">The lift in the earlier half of the baskets, and in the later one; NaN where a side never came.</param>
/// <param name="Holds">In the later half both sides are still together more often than by chance, and at least half as strongly as before.</param>
/// <param name="ByHabit">How many baskets of returning customers would hold both if only their habits counted.</param>
/// <param name="Found">How many of those baskets hold both.</param>
internal sealed record BasketRule(int[] Antecedent, int Consequent, int Count, int WithAntecedent, int WithConsequent, int Baskets, double P, double Adjusted,
    double LiftEarlier, double LiftLater, bool Holds, int Found, double ByHabit, double PBeyondHabit)
{
    /// <summary>They are put into one basket more often than the customers' habits explain; the same people like both; too few came back to tell.</summary>
    public const string Together = "together", Habit = "habit", Unknown = "unknown";

    public double Support => (double)Count / Baskets;

    public double Confidence => (double)Count / WithAntecedent;

    public double Lift => (double)Count * Baskets / ((double)WithAntecedent * WithConsequent);

    public string Kind { get; init; } = Unknown;
}
