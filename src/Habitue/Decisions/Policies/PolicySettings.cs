using Habitue.Decisions.Customers;
using Habitue.Learning.Bandits;

namespace Habitue.Decisions.Policies;

/// <summary>How what may be shown is put in order.</summary>
internal enum PolicyKind
{
    /// <summary>In the order of the file.</summary>
    Rules,

    /// <summary>By chance × margin.</summary>
    ExpectedValue,

    /// <summary>By what the recommender says.</summary>
    Recommender,

    /// <summary>By a bandit that learns from outcomes.</summary>
    Bandit,

    /// <summary>By the variation of an experiment that the customer is in.</summary>
    Experiment,
}

/// <summary>A variation of an experiment and the offer that it shows.</summary>
internal sealed record Variation(string Name, string Offer, double Weight);

/// <summary>A placement's policy as the file says it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Explore">The share of decisions in which the first place goes to any that may be shown, each equally likely.</param>
internal sealed record PolicySettings(PolicyKind Kind, double Explore = 0)
{
    /// <summary>A bandit's recipe.</summary>
    public IBanditRecipe? Recipe { get; init; }

    /// <summary>What a contextual bandit looks at; a field that is missing counts as 0 and says so beside it.</summary>
    public IReadOnlyList<ContextField> Context { get; init; } = [];

    /// <summary>The name of the experiment.</summary>
    public string? Experiment { get; init; }

    public IReadOnlyList<Variation> Variations { get; init; } = [];

    /// <summary>As it is written in the file and the answers.</summary>
    public string Name => Kind switch { PolicyKind.ExpectedValue => "expected_value", _ => Kind.ToString().ToLowerInvariant() };
}

/// <summary>One number of a bandit's context: (value - centre) / scale, held within -3 and 3.</summary>
internal sealed record ContextField(CustomerField Field, double Centre, double Scale)
{
    public double Of(in CustomerView customer)
    {
        var value = customer.Number(Field);
        return double.IsNaN(value) ? 0 : Math.Clamp((value - Centre) / Scale, -3, 3);
    }
}
