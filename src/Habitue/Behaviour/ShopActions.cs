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

    private const int MostDays = 31;

    private const string PageName = @"COALESCE(NULLIF(e.event, ''), NULLIF(regexp_extract(e.page, '^(?:https?://[^/]+)?(/[^/?#]*)', 1), ''), 'without a name')";

    private const string Sale = "is_sale(e.event, e.is_cancellation, e.quantity, e.unit_price)";

    /// <summary>The name of what an event (called e) is, as SQL.</summary>
    public const string NameSql = $"CASE WHEN e.type = 'track' THEN e.event ELSE '{PagePrefix}' || {PageName} END";

    /// <summary>The events (called e) that are something that people did, as SQL.</summary>
    public const string CountedSql = $"e.is_bot IS NOT TRUE AND (e.type IN ('page', 'screen') OR (e.type = 'track' AND (e.event <> '{Order}' OR {Sale})))";

    /// <summary>What was done in the last days of the period, the most frequent first: enough to choose from, however long the period.</summary>
    /// <param name="view">Who asks.</param>
    /// <param name="days">On how many days they were counted.</param>
    public static IReadOnlyList<ActionCount> Of(PageView view, out int days)
    {
        days = Math.Min(view.Filter.Days, MostDays);
        if (!view.Has("events")) return [];
        var found = Between(view, view.Filter.Until.AddDays(-days));
        if (found.Count > 0 || days == view.Filter.Days) return found;
        days = view.Filter.Days;
        return Between(view, view.Filter.From);
    }

    /// <summary>Whether anybody did it in the period.</summary>
    public static bool WasDone(PageView view, string action) =>
        view.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM events e WHERE e.occurred_at >= $1 AND e.occurred_at < $2 AND e.is_bot IS NOT TRUE AND {AnyOf([action], 3)} AND {view.Filter.Of("e")} LIMIT 1)", view.Filter.From, view.Filter.Until, Value(action)) > 0;

    /// <summary>The condition that an event (called e) is one of these actions, as SQL with a parameter for each.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="firstParameter">The number of the first one's parameter.</param>
    public static string AnyOf(IReadOnlyList<string> actions, int firstParameter)
    {
        string Parameters(bool pages) => string.Join(", ", actions.Index().Where(one => IsPage(one.Item) == pages).Select(one => $"${one.Index + firstParameter}"));
        var (tracked, pages) = (Parameters(false), Parameters(true));
        var conditions = new List<string>();
        if (tracked.Length > 0) conditions.Add($"(e.type = 'track' AND e.event IN ({tracked}){(actions.Contains(Order) ? $" AND (e.event <> '{Order}' OR {Sale})" : "")})");
        if (pages.Length > 0) conditions.Add($"(e.type IN ('page', 'screen') AND {PageName} IN ({pages}))");
        return string.Join(" OR ", conditions) is var any && conditions.Count > 1 ? $"({any})" : any;
    }

    /// <summary>The value of an action's parameter.</summary>
    public static string Value(string action) => IsPage(action) ? action[PagePrefix.Length..] : action;

    /// <summary>Which of these actions an event (called e) is, 1 the first, as SQL with a parameter for each; NULL when it is none.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="firstParameter">The number of the first one's parameter.</param>
    public static string PlaceIn(IReadOnlyList<string> actions, int firstParameter)
    {
        string Places(string name, bool pages) => actions.Index().Where(one => IsPage(one.Item) == pages).Select(one => $"WHEN ${one.Index + firstParameter} THEN {one.Index + 1}").ToArray() is { Length: > 0 } places ? $"CASE {name} {string.Join(' ', places)} END" : "NULL";
        return $"CASE WHEN e.type = 'track' THEN {Places("e.event", pages: false)} ELSE {Places(PageName, pages: true)} END";
    }

    private static bool IsPage(string action) => action.StartsWith(PagePrefix, StringComparison.Ordinal);

    private static IReadOnlyList<ActionCount> Between(PageView view, DateTime from) =>
        view.Warehouse.Rows<ActionCount>(SliceQueries.Read("Behaviour/Actions", ("name", NameSql), ("counted", CountedSql), ("of_customer", view.Filter.Of("e"))), from, view.Filter.Until);
}
