namespace Habitue.Decisions.Customers;

/// <summary>What a customer is doing at the moment, as far as decisions ask for it. Whoever follows the events makes one.</summary>
/// <param name="Numbers">Figures by their name without <c>live.</c>; what is missing is not known.</param>
/// <param name="Segments">The live segments that the customer is in.</param>
/// <param name="Products">Products in the cart and looked at, the newest first: what recommendations for this visit start from.</param>
/// <param name="Consents">What was allowed and refused in this visit, by purpose.</param>
internal sealed record LiveFacts(
    IReadOnlyDictionary<string, double> Numbers, IReadOnlyCollection<string> Segments, IReadOnlyList<string> Products, IReadOnlyDictionary<string, bool> Consents)
{
    /// <summary>What the customer's latest identify calls said, without what names or reaches a person.</summary>
    public IReadOnlyDictionary<string, string> Traits { get; init; } = new Dictionary<string, string>();

    /// <summary>Of somebody who does nothing.</summary>
    public static LiveFacts None { get; } = new(new Dictionary<string, double>(), [], [], new Dictionary<string, bool>());
}

/// <summary>Asks the room that follows the events what a user or visitor is doing. It answers from memory.</summary>
/// <param name="customer">Who.</param>
/// <param name="patience">How long the answer may take; after that nothing is known of the moment.</param>
internal delegate LiveFacts LiveFactsOf(string customer, TimeSpan patience);
