namespace Habitue.Server.Web.View;

/// <summary>From when to when the data of the tables reach, and in which money. Days are counted from the end of the data, so that last year's data can be looked at like today's.</summary>
/// <param name="First">The first day with an order or a visit; null when there is none.</param>
/// <param name="Until">The day after the last one; null when there is none.</param>
/// <param name="Currency">The code that most orders carry; null when none says one.</param>
internal sealed record DataSpan(DateTime? First, DateTime? Until, string? Currency)
{
    public bool IsEmpty => Until is null;

    public static DataSpan Read(PageView view)
    {
        if (!view.Has("orders")) return new DataSpan(null, null, null);
        var times = view.Has("sessions") ? "SELECT ordered_at AS moment FROM orders UNION ALL SELECT started_at FROM sessions" : "SELECT ordered_at AS moment FROM orders";
        var (first, last) = view.Warehouse.Rows<(DateTime?, DateTime?)>($"SELECT MIN(moment), MAX(moment) FROM ({times})")[0];
        var currency = view.Has("events") && view.Warehouse.Rows<string>("SELECT currency FROM events WHERE currency IS NOT NULL AND order_id IS NOT NULL GROUP BY currency ORDER BY COUNT(*) DESC LIMIT 1") is [var code] ? code : null;
        return new DataSpan(first?.Date, last?.Date.AddDays(1), currency);
    }
}
