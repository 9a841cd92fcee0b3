using Habitue.Live;

namespace Habitue.Decisions.Log;

/// <summary>The events by which a shop tells how many of a product are left: <c>product_id</c> and <c>stock</c>.</summary>
internal static class StockEvents
{
    public const string Changed = "Stock Changed", Updated = "Product Stock Updated";

    public static (string Product, double Left)? Read(CustomerEvent happened) =>
        happened.Property("product_id") is { } product && (happened.Number("stock") ?? happened.Number("quantity")) is { } left ? (product, left) : null;
}
