using System.Globalization;
using Habitue.Decisions.Log;
using Habitue.Lake.Events;
using Habitue.Live;

namespace Habitue.Server.Web.Happening;

/// <summary>Something that a visitor did, in words for a list.</summary>
/// <param name="Number">Counts up from the start, so that a watcher gets each once.</param>
internal sealed record Happened(long Number, DateTime At, string Words, string Customer)
{
    private const int LongestName = 60;

    /// <summary>The words for an event; null for one that nobody wants to read of.</summary>
    public static string? WordsOf(CustomerEvent one) => one.IsBot ? null : (one.Type, one.Name) switch
    {
        (CallType.Track, EventNames.OrderCompleted) => (one.Number("total") ?? one.Number("revenue")) is { } total ? string.Create(CultureInfo.InvariantCulture, $"ordered for {total:N2}") : "ordered",
        (CallType.Track, "Product Added") => $"put {Product(one)} into the cart",
        (CallType.Track, "Product Removed") => $"took {Product(one)} out of the cart",
        (CallType.Track, "Product Viewed") => $"looks at {Product(one)}",
        (CallType.Track, "Products Searched") => one.Property("query") is { } query ? $"searches for “{Short(query)}”" : "searches",
        (CallType.Track, "Checkout Started") => "began to check out",
        // What the server decided is no deed of the visitor.
        (CallType.Track, DecisionJson.Made or DecisionJson.Rewarded) => null,
        (CallType.Track, { } name) => Short(name),
        (CallType.Identify, _) => "signed in",
        (CallType.Page or CallType.Screen, _) => $"opens {Short(one.Property("path") ?? one.Name ?? "a page")}",
        _ => null,
    };

    private static string Product(CustomerEvent one) => Short(one.Property("name") ?? one.Property("product_id") ?? "a product");

    private static string Short(string text) => text.Length <= LongestName ? text : text[..LongestName] + "…";
}
