namespace Habitue.Decisions;

/// <summary>What somebody asks: for whom, which places are to be filled, and what is known of the moment.</summary>
/// <param name="Id">Names the request; the same name gets the same answer.</param>
/// <param name="UserId">The known customer; null for a visitor.</param>
/// <param name="AnonymousId">The visitor; null when only the customer is named.</param>
/// <param name="Placements">The places, each once.</param>
/// <param name="Context">What the caller knows: the page, the device, the product that is looked at.</param>
/// <param name="Consents">What was allowed and refused, by purpose, as the caller knows it.</param>
internal sealed record DecideRequest(
    string Id, string? UserId, string? AnonymousId, IReadOnlyList<string> Placements, IReadOnlyDictionary<string, string> Context, IReadOnlyDictionary<string, bool> Consents)
{
    public string Customer => UserId ?? AnonymousId!;
}
