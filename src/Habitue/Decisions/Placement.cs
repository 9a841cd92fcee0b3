using Habitue.Decisions.Policies;

namespace Habitue.Decisions;

/// <summary>Where product lists come from.</summary>
internal enum ProductSource
{
    /// <summary>What the last run recommends to the customer.</summary>
    Recommendations,

    /// <summary>What is like the product of the page (<c>context.product</c>), or goes with what was looked at last.</summary>
    Similar,

    /// <summary>What is bought most.</summary>
    Popular,
}

/// <summary>What a decision's outcome is: the event that counts, and what it is worth.</summary>
/// <param name="Event">The name of the event.</param>
/// <param name="Value">The property that holds its worth; null for 1.</param>
/// <param name="Window">A decision without one for so long has brought nothing.</param>
internal sealed record Goal(string Event, string? Value, TimeSpan Window)
{
    public static Goal Default { get; } = new("Promotion Clicked", null, TimeSpan.FromHours(1));
}

/// <summary>A place on a page, in an app or in an e-mail that has to be filled.</summary>
internal sealed record Placement
{
    public required string Id { get; init; }

    public required int Line { get; init; }

    /// <summary>The offers that may fill it; empty when products do.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>Where products come from that fill it; null when offers do.</summary>
    public ProductSource? Products { get; init; }

    /// <summary>How many it takes.</summary>
    public int Count { get; init; } = 1;

    public required PolicySettings Policy { get; init; }

    public FrequencyCap? Cap { get; init; }

    /// <summary>The offer shown when nothing else can be; null for none.</summary>
    public Offer? Fallback { get; init; }

    /// <summary>The placement that is asked when nothing of this one can be shown, before <see cref="Fallback"/>.</summary>
    public string? Then { get; init; }

    /// <summary>Customers of the holdout see the fallback.</summary>
    public bool Holdout { get; init; } = true;

    public Goal Goal { get; init; } = Goal.Default;
}
