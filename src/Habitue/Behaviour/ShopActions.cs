using Habitue.Insights;
using Habitue.Server.Web;

namespace Habitue.Behaviour;

/// <summary>Something that people did in the period, and how often.</summary>
internal sealed record ActionCount(string Action, long Events);

/// <summary>
/// What people do, by the names that funnels and paths call it: a tracked event by its own, a page or screen by its name or else by the first
/// part of its address. An order counts when it is a sale, as everywhere.
/// </summary>
internal static class ShopActions
{
    public const string Order = "Order Completed";

    private const string PagePrefix = "Page: ";

    private const string PageName = @"COALESCE(NULLIF(e.event, ''), NULLIF(regexp_extract(e.page, '^(?:https?://[^/]+)?(/[^/?#]*)', 1), ''), 'without a name')";

    private const string Sale = "is_sale(e.event, e.is_cancellation, e.quantity, e.unit_price)";

    /// <summary>The name of what an event (called e) is, as SQL.</summary>
    public const string NameSql = $"CASE WHEN e.type = 'track' THEN e.event ELSE '{PagePrefix}' || {PageName} END";

    /// <summary>The events (called e) that are something that people did, as SQL.</summary>
    public const string CountedSql = $"e.is_bot IS NOT TRUE AND (e.type IN ('page', 'screen') OR (e.type = 'track' AND (e.event <> '{Order}' OR {Sale})))";

    /// <summary>What was done from a moment to before another, the most frequent first.</summary>
    public static IReadOnlyList<ActionCount> Of(PageView view) =>
        view.Has("events") ? view.Warehouse.Rows<ActionCount>(SliceQueries.Read("Behaviour/Actions", ("name", NameSql), ("counted", CountedSql), ("of_customer", view.Filter.OfSegment("e.customer_id"))), view.Filter.From, view.Filter.Until) : [];

    /// <summary>The condition that an event (called e) is this action, as SQL with one parameter, and that parameter's value.</summary>
    public static (string Sql, string Value) Is(string action, int parameter) =>
        action.StartsWith(PagePrefix, StringComparison.Ordinal) ? ($"(e.type IN ('page', 'screen') AND {PageName} = ${parameter})", action[PagePrefix.Length..])
        : action == Order ? ($"(e.type = 'track' AND e.event = ${parameter} AND {Sale})", action)
        : ($"(e.type = 'track' AND e.event = ${parameter})", action);
}
