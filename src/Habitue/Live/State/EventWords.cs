using System.Globalization;
using System.Text.Json;

namespace Habitue.Live.State;

/// <summary>What live state reads out of an event's properties and context, each under the names that the convention and GA4 use. Whatever is not a sensible value is none.</summary>
internal static class EventWords
{
    /// <summary>More than this is no price and no quantity, but a mistake.</summary>
    private const double Most = 1e9;

    public static string? Channel(CustomerEvent happened) => happened.Property("channel") ?? happened.ContextText("channel");

    /// <summary>In lower case, as the session model learned it.</summary>
    public static string? Device(CustomerEvent happened) =>
        (happened.InContext("device", out var device) ? Text(device, "type") : happened.ContextText("device"))?.ToLowerInvariant()
        ?? (happened.Property("device") ?? happened.Property("device_type"))?.ToLowerInvariant();

    public static string? Product(CustomerEvent happened) => happened.Property("product_id") ?? happened.Property("sku") ?? happened.Property("item_id") ?? First(happened);

    public static double Price(CustomerEvent happened) => Sensible(happened.Number("price")) ?? double.NaN;

    public static double? Quantity(CustomerEvent happened) => Sensible(happened.Number("quantity")) is > 0 and var quantity ? quantity : null;

    public static string? Page(CustomerEvent happened) =>
        happened.Property("path") ?? (happened.InContext("page", out var page) ? Text(page, "path") : null) ?? happened.Name ?? happened.Property("url");

    /// <summary>The money of an order: what it says, else the sum of its lines; 0 when it says neither.</summary>
    public static double Amount(CustomerEvent happened) =>
        Sensible(happened.Number("revenue") ?? happened.Number("total") ?? happened.Number("value")) ?? Products(happened, 0)?.Sum(line => double.IsNaN(line.Price) ? 0 : line.Price * line.Quantity) ?? 0;

    /// <summary>Events that say all that lies in the cart.</summary>
    public static bool ListsCart(CustomerEvent happened) => happened.Name is "Cart Viewed" or "Checkout Started";

    /// <summary>The products that an event lists; null when it lists none.</summary>
    public static IReadOnlyList<CartLine>? Products(CustomerEvent happened, long at)
    {
        if (List(happened) is not { } listed) return null;
        var lines = new List<CartLine>();
        foreach (var item in listed.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Name(item) is not { } product) continue;
            var quantity = Sensible(Number(item, "quantity")) is > 0 and var pieces ? pieces : 1;
            lines.Add(new CartLine(product, quantity, Sensible(Number(item, "price")) ?? double.NaN, at));
        }
        return lines;
    }

    private static string? First(CustomerEvent happened)
    {
        if (List(happened) is not { } listed) return null;
        foreach (var item in listed.EnumerateArray())
            return item.ValueKind == JsonValueKind.Object ? Name(item) : null;
        return null;
    }

    private static JsonElement? List(CustomerEvent happened) =>
        happened.Lists("products", out var listed) || (!happened.Has("products") && happened.Lists("items", out listed)) ? listed : null;

    private static string? Name(JsonElement item) => Text(item, "product_id") ?? Text(item, "sku") ?? Text(item, "item_id");

    private static double? Number(JsonElement of, string name) => double.TryParse(Text(of, name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Sensible(double? number) => number is >= -Most and <= Most ? number : null;

    private static string? Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value)) return null;
        var text = value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
