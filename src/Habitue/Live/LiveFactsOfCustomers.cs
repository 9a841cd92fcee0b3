using Habitue.Decisions.Customers;

namespace Habitue.Live;

/// <summary>Live state as decisions ask for it. A shard that does not answer in time is not waited for: then nothing is known of the moment, and the decision goes on.</summary>
internal static class LiveFactsOfCustomers
{
    public static LiveFactsOf From(LiveCustomers live) => (id, patience) =>
    {
        if (string.IsNullOrEmpty(id)) return LiveFacts.None;
        var asked = live.View(id, CancellationToken.None);
        return asked.Wait(patience) ? Of(asked.Result) : LiveFacts.None;
    };

    public static LiveFacts Of(CustomerView view)
    {
        if (!view.IsKnown) return LiveFacts.None;
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["cart_value"] = view.Cart.Value,
            ["cart_items"] = view.Cart.Lines.Sum(line => line.Quantity),
        };
        if (view.Visit is { } visit)
        {
            numbers["session_minutes"] = (view.At - visit.Start).TotalMinutes;
            numbers["session_pages"] = visit.Pages;
            numbers["session_products"] = visit.Products;
            numbers["orders_session"] = visit.Orders;
            if (visit.Intent is { } intent) numbers["intent"] = intent;
        }
        if (view.LastSeen is { } seen) numbers["minutes_since_last"] = (view.At - seen).TotalMinutes;
        if (view.Counters.TryGetValue("products", out var views)) (numbers["views_1h"], numbers["views_1d"], numbers["views_7d"]) = (views.Hour, views.Day, views.Week);
        return new LiveFacts(numbers, [.. view.LiveSegments.Select(member => member.Segment)],
            [.. view.Cart.Lines.Reverse().Select(line => line.Product).Concat(view.Products.Select(product => product.What)).Distinct()], view.Consent.ToDictionary()) { Traits = view.Traits };
    }
}
