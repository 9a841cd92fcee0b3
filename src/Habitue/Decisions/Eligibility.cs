using Habitue.Decisions.Customers;

namespace Habitue.Decisions;

/// <summary>
/// What may be shown to a customer now, and for what is left out the reason. The order is from cheap to dear, and from what protects
/// the customer to what serves the shop.
/// </summary>
internal sealed class Eligibility(World world, ShownLedger shown, ConsentBook consents)
{
    /// <summary>Null when it may be shown, else the reason in a few words.</summary>
    public string? Against(Candidate candidate, DecideRequest request, in CustomerView customer, DateTime now)
    {
        if (candidate.Offer is { } offer)
        {
            if (offer.Purpose is { } purpose && !Allows(request, customer, purpose)) return $"no consent to {purpose}";
            if (now < offer.From) return "not yet begun";
            if (now >= offer.To) return "over";
            if (offer.When is { } when && !when.Holds(customer)) return "not for this customer";
            if (offer.Cap is { } cap && shown.TimesOf(request.Customer, offer.Id, Seconds(now - cap.Every)) >= cap.Times) return "seen often enough";
        }
        return IsSoldOut(candidate) ? "sold out" : null;
    }

    private bool IsSoldOut(Candidate candidate) => candidate.Product >= 0
        ? !world.Products.IsInStock(candidate.Product)
        : candidate.Offer?.Product is { } unlisted && world.Products.IsUnlistedAndGone(unlisted);

    /// <summary>Whether the placement has been filled for this customer as often as it may be.</summary>
    public bool IsFull(Placement placement, string customer, DateTime now) =>
        placement.Cap is { } cap && shown.TimesIn(customer, placement.Id, Seconds(now - cap.Every)) >= cap.Times;

    /// <summary>What the caller says of a purpose counts first, then the customer's own events, then the profile of the last run.</summary>
    public bool Allows(DecideRequest request, in CustomerView customer, string purpose)
    {
        if (request.Consents.TryGetValue(purpose, out var told)) return told;
        foreach (var (name, live) in customer.Live.Consents)
            if (name.Equals(purpose, StringComparison.OrdinalIgnoreCase)) return live;
        if (consents.Of(request.Customer, purpose) is { } said) return said;
        return customer.IsKnown && purpose == "marketing" ? !customer.Table.Refuses(customer.Row) : world.Catalogue.SilenceIsConsent;
    }

    internal static long Seconds(DateTime moment) => (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
}
