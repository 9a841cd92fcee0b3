using Habitue.Decisions.Conditions;
using Habitue.Decisions.Customers;

namespace Habitue.Decisions;

/// <summary>A number that is fixed or read of the customer.</summary>
internal sealed record Amount(double Fixed, CustomerField? Field)
{
    public double Of(in CustomerView customer) => Field is null ? Fixed : customer.Number(Field);
}

/// <summary>How often something may be shown to one customer in a period.</summary>
internal sealed record FrequencyCap(int Times, TimeSpan Every);

/// <summary>Something that can be shown: a message, an offer, a layout.</summary>
internal sealed record Offer
{
    public required string Id { get; init; }

    /// <summary>The line of the file where it stands.</summary>
    public required int Line { get; init; }

    public required string Title { get; init; }

    /// <summary>What is to be shown, as JSON, handed on as it is.</summary>
    public required string Content { get; init; }

    /// <summary>Who may see it; null for everybody.</summary>
    public Condition? When { get; init; }

    /// <summary>The condition as it was written.</summary>
    public string? WhenText { get; init; }

    /// <summary>What it earns when it is accepted.</summary>
    public Amount Margin { get; init; } = new(1, null);

    /// <summary>How likely it is accepted.</summary>
    public Amount Chance { get; init; } = new(1, null);

    /// <summary>A higher one goes before a lower one, whatever the policy says.</summary>
    public int Priority { get; init; }

    /// <summary>The purpose for which the customer must not have refused consent; null for none.</summary>
    public string? Purpose { get; init; }

    public FrequencyCap? Cap { get; init; }

    /// <summary>It is shown only while this product is in stock.</summary>
    public string? Product { get; init; }

    public DateTime? From { get; init; }

    public DateTime? To { get; init; }

    /// <summary>Why it is shown, in words for the customer or the colleague; null for a sentence made of its condition.</summary>
    public string? Reason { get; init; }
}
