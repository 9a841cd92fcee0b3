using Habitue.Decisions.Conditions;

namespace Habitue.Decisions;

/// <summary>The share of customers who see fallbacks only, so that what decisions bring can be measured.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Salt">Another salt, another part of the customers.</param>
internal sealed record Holdout(double Share, string Salt);

/// <summary>
/// What there is to decide: offers, placements and the rules over them, as one file says it (<c>decisions.yaml</c> in the home).
/// Immutable; a changed file makes a new one.
/// </summary>
internal sealed record Catalogue
{
    public const string FileName = "decisions.yaml";

    /// <summary>Nothing is to be decided yet.</summary>
    public static Catalogue Empty { get; } = new() { Version = "none" };

    /// <summary>The first digits of the file's SHA-256, so that a decision says by which file it was made.</summary>
    public required string Version { get; init; }

    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(50);

    public Holdout? Holdout { get; init; }

    /// <summary>Whether a customer who was never asked counts as having agreed.</summary>
    public bool SilenceIsConsent { get; init; } = true;

    public ConditionSet Conditions { get; init; } = new();

    public IReadOnlyDictionary<string, Offer> Offers { get; init; } = new Dictionary<string, Offer>();

    public IReadOnlyDictionary<string, Placement> Placements { get; init; } = new Dictionary<string, Placement>();

    /// <summary>What holds for each placement.</summary>
    public IReadOnlyDictionary<string, Steering> Steerings { get; init; } = new Dictionary<string, Steering>();

    /// <summary>The longest period of any cap: what was shown before is of no account.</summary>
    public TimeSpan LongestCap => Offers.Values.Select(offer => offer.Cap).Concat(Placements.Values.Select(placement => placement.Cap))
        .Select(cap => cap?.Every ?? TimeSpan.Zero).DefaultIfEmpty(TimeSpan.Zero).Max();
}
