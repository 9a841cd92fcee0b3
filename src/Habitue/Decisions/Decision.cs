using System.Collections.Immutable;

namespace Habitue.Decisions;

/// <summary>One thing that is shown.</summary>
/// <param name="Id">The offer's or the product's id.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Score">What it was put in order by; NaN when there is no such figure.</param>
internal readonly record struct ShownAction(string Id, string Reason, double Score);

/// <summary>Why nothing but the fallback could be shown.</summary>
internal static class FallbackReasons
{
    public const string Deadline = "there was no time left", Holdout = "the customer is in the holdout", NothingEligible = "nothing may be shown to this customer now",
        Capped = "the customer has seen enough in this place", Failed = "something went wrong and was reported";
}

/// <summary>What was decided for one placement, with all that it takes to judge it later.</summary>
internal sealed record Decision
{
    public required string Id { get; init; }

    public required string RequestId { get; init; }

    public required string Customer { get; init; }

    public required string Placement { get; init; }

    public required DateTime At { get; init; }

    /// <summary>What is shown, the first place first; none when there is no fallback either.</summary>
    public required ImmutableArray<ShownAction> Actions { get; init; }

    /// <summary>Whether the actions are products; else they are offers.</summary>
    public bool OfProducts { get; init; }

    /// <summary>What put them in order: a policy's name, <c>pin</c> or <c>fallback</c>.</summary>
    public required string Policy { get; init; }

    public string? Model { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>With what chance the first place went to what it went to.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>Why it is the fallback; null when it is none.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>What the first place could have gone to, with the chance and the expected value (NaN: none) of each: what another policy is judged by.</summary>
    public ImmutableArray<string> Eligible { get; init; } = [];

    public ImmutableArray<double> Chances { get; init; } = [];

    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>What a contextual bandit looked at.</summary>
    public ImmutableArray<double> Context { get; init; } = [];

    /// <summary>The version of the file of decisions.</summary>
    public required string Catalogue { get; init; }

    /// <summary>The variation of an experiment that it shows.</summary>
    public string? Variation { get; init; }

    /// <summary>How many were left out for which reason.</summary>
    public ImmutableSortedDictionary<string, int> LeftOut { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public bool IsFallback => FallbackReason is not null;

    /// <summary>The id of a request's decision for a placement.</summary>
    public static string IdOf(string request, string placement) => $"{request}:{placement}";
}
