using System.Globalization;
using Habitue.Reports.Page;
using Habitue.Server.Web;

namespace Habitue.Customers;

/// <summary>What a customer did and what happened to them, the newest first: orders as a whole, the rest event by event. So many at once; the address says how many newer ones are passed by.</summary>
internal sealed record CustomerTimeline(IReadOnlyList<TimelineStep> Steps, int Skipped, bool HasOlder)
{
    public const int MostSteps = 80;
    private const int MostSkipped = 1_000_000;

    public static CustomerTimeline None { get; } = new([], 0, false);

    private sealed record EventRow(DateTime Happened, string? Type, string? Event, string? Product, string? Page, string? Search, string? OrderId, long Lines, double? Amount);

    public static CustomerTimeline Read(PageView view, string id)
    {
        var skipped = int.TryParse(view.Asked("skip"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, MostSkipped) : 0;
        var steps = new List<TimelineStep>();
        if (view.Has("events"))
            steps.AddRange(view.Warehouse.Rows<EventRow>($"""
                SELECT MIN(occurred_at) AS happened, MIN(type) AS type, event, MIN(COALESCE(product_name, product_id)) AS product, MIN(page) AS page, MIN(search) AS search, order_id, COUNT(*) AS lines, CAST(SUM(amount) AS DOUBLE) AS amount
                FROM events WHERE customer_id = $1 GROUP BY event, order_id, CASE WHEN order_id IS NULL THEN message_id END ORDER BY MIN(occurred_at) DESC, event, order_id, MIN(message_id) LIMIT {skipped + MostSteps + 1}
                """, id).Select(row => new TimelineStep(row.Happened, Words(view, row), row.OrderId is null ? "" : row.Amount < 0 ? "return" : "order")));
        if (view.Has("reviews"))
            steps.AddRange(view.Warehouse.Rows<(DateTime?, double?, string?)>("SELECT written_at, rating, product_id FROM reviews WHERE customer_id = $1 AND written_at IS NOT NULL", id).Select(one => new TimelineStep(one.Item1!.Value, $"reviewed {one.Item3 ?? "a product"}{(one.Item2 is { } stars ? $" with {Numbers.Value(stars)} of 5" : "")}", "")));
        if (view.Has("tickets"))
            steps.AddRange(view.Warehouse.Rows<(DateTime?, string?, string?)>("SELECT opened_at, category, status FROM tickets WHERE customer_id = $1 AND opened_at IS NOT NULL", id).Select(one => new TimelineStep(one.Item1!.Value, $"opened a ticket{(one.Item2 is { } about ? $" about {about}" : "")}{(one.Item3 is { } state ? $" ({state})" : "")}", "")));
        TimelineStep[] left = [.. steps.OrderByDescending(step => step.At).Skip(skipped).Take(MostSteps + 1)];
        return new CustomerTimeline([.. left.Take(MostSteps)], skipped, left.Length > MostSteps);
    }

    private static string Words(PageView view, EventRow row)
    {
        var amount = row.Amount is { } money ? view.Format.Money(Math.Abs(money)) : "";
        if (row.OrderId is { } order) return row.Amount < 0 ? $"returned {amount} of order {order}" : $"{row.Event ?? "order"} {order}: {Numbers.Many(row.Lines, "line")}, {amount}";
        var what = row.Event ?? row.Type ?? "event";
        return row.Search is { } search ? $"{what}: “{search}”" : row.Product is { } product ? $"{what}: {product}" : row.Page is { } page ? $"{what}: {page}" : what;
    }
}
