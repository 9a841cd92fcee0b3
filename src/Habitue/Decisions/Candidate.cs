using Habitue.Decisions.Customers;

namespace Habitue.Decisions;

/// <summary>Something that could be shown in a placement, while it is decided.</summary>
internal sealed class Candidate
{
    public required string Id { get; init; }

    /// <summary>The offer; null for a product.</summary>
    public Offer? Offer { get; init; }

    /// <summary>The product's number, or that of the product that the offer is about; -1 for none.</summary>
    public int Product { get; init; } = -1;

    public int Priority => Offer?.Priority ?? 0;

    /// <summary>What it earns when it is accepted; NaN when nobody knows.</summary>
    public double Margin { get; set; } = double.NaN;

    /// <summary>How likely it is accepted; NaN when nobody knows.</summary>
    public double Chance { get; set; } = double.NaN;

    /// <summary>What the policy puts it in order by; higher goes first.</summary>
    public double Score { get; set; }

    /// <summary>What the policy says of it, in words.</summary>
    public string Words { get; set; } = "";

    /// <summary>What it is expected to bring; NaN when nobody knows.</summary>
    public double Value => Chance * Margin;

    public static Candidate Of(Offer offer, in CustomerView customer, ProductTable products) => new()
    {
        Id = offer.Id,
        Offer = offer,
        Product = offer.Product is null ? -1 : products.Find(offer.Product),
        Margin = offer.Margin.Of(customer),
        Chance = Math.Clamp(offer.Chance.Of(customer), 0, 1),
    };

    public static Candidate Of(RecommendedProduct product, ProductTable products) => new()
    {
        Id = products[product.Product].Id,
        Product = product.Product,
        Margin = products[product.Product].Margin,
        Chance = product.Score,
        Score = product.Score,
        Words = product.Reason,
    };
}
