namespace Habitue.Tests.Storage;

/// <summary>One event of a small shop, as a test writes it down; what is not said is NULL.</summary>
internal sealed record Row
{
    public required string Customer { get; init; }
    public required string At { get; init; }
    public string? Id { get; init; }
    public string Type { get; init; } = "track";
    public string? Event { get; init; }
    public bool Known { get; init; } = true;
    public bool Bot { get; init; }
    public bool Cancelled { get; init; }
    public string? Session { get; init; }
    public string? Order { get; init; }
    public string? Product { get; init; }
    public string? Name { get; init; }
    public string? Category { get; init; }
    public double? Quantity { get; init; }
    public decimal? Price { get; init; }
    public decimal? Amount { get; init; }
    public decimal? Discount { get; init; }
    public string? Coupon { get; init; }
    public string? Country { get; init; }
    public string? Channel { get; init; }
    public string? Device { get; init; }
    public double? Seconds { get; init; }

    /// <summary>What has no column of its own, as JSON.</summary>
    public string? Properties { get; init; }

    public static Row Sale(string customer, string order, string at, string product, double quantity, decimal price) =>
        new() { Customer = customer, Order = order, At = at, Event = "Order Completed", Product = product, Quantity = quantity, Price = price };

    public static Row Track(string customer, string at, string name) => new() { Customer = customer, At = at, Event = name };

    public static Row Page(string customer, string at, string name = "Home") => new() { Customer = customer, At = at, Type = "page", Event = name };
}
