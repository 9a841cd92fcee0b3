using Habitue.Insights;
using Habitue.Server.Web;

namespace Habitue.Sales;

/// <summary>A step of the trend: what was sold from this day on.</summary>
internal sealed record SalesStep(DateTime Day, double Revenue, long Orders);

/// <summary>What one country, product or other part sold, and the same of the period before.</summary>
internal sealed record SalesPart(string Name, string Key, double Revenue, long Orders, double Before);

/// <summary>What was sold on a weekday (1 Monday) in an hour.</summary>
internal sealed record SalesHour(int Weekday, int Hour, double Revenue, long Orders);

/// <summary>The sums of a period.</summary>
internal sealed record SalesSums(double Revenue, long Orders, double Units, double Returned, double Discount)
{
    public double AverageOrderValue => Orders == 0 ? double.NaN : Revenue / Orders;
}

/// <summary>
/// The questions of the sales page. Beside time and segment the address may keep to one country, channel, category or product: a bar leads to that. As soon as it is
/// a category or product, lines are counted and no longer whole orders.
/// </summary>
internal sealed class SalesView(PageView view)
{
    public static IReadOnlyList<string> Parts { get; } = ["country", "channel", "category", "product", "coupon", "weekday", "hour"];

    /// <summary>The parts of the address that keep to something, with what.</summary>
    public IReadOnlyList<(string Name, string Value)> Kept { get; } = [.. Parts.Select(name => (name, view.Asked(name))).Where(part => part.Item2.Length > 0)];

    private bool OfLines => Kept.Any(part => part.Name is "category" or "product");

    /// <summary>The address of this page with one part more, or less.</summary>
    public string Address(string name, string? value) => view.To("/sales", [.. Kept.Where(part => part.Name != name).Select(part => (part.Name, (string?)part.Value)), (name, value)]);

    /// <summary>The address of this page, kept to an hour of a weekday.</summary>
    public string At(int weekday, int hour) =>
        view.To("/sales", [.. Kept.Where(part => part.Name is not ("weekday" or "hour")).Select(part => (part.Name, (string?)part.Value)), ("weekday", $"{weekday}"), ("hour", $"{hour}")]);

    /// <summary>The address of this page with the same parts, from one day to another.</summary>
    public string Within(DateTime first, DateTime last) =>
        view.During("/sales", first, (last - first).Days + 1, [.. Kept.Select(part => (part.Name, (string?)part.Value))]);

    public SalesSums Sums(DateTime from, DateTime until) => Rows<SalesSums>("Sales/SalesSums", from, until)[0];

    public IReadOnlyList<SalesStep> Steps(DateTime from, DateTime until, int length) => Rows<SalesStep>("Sales/SalesSteps", from, until, length);

    /// <summary>What was sold on each day, whatever the range of time that is looked at.</summary>
    public IReadOnlyList<SalesDay> Days(DateTime from, DateTime until) => Rows<SalesDay>("Sales/DailySales", from, until);

    public IReadOnlyList<SalesHour> Hours() => Rows<SalesHour>("Sales/SalesHours", view.Filter.From, view.Filter.Until);

    /// <summary>What sold most by a part of the address, the largest first.</summary>
    public IReadOnlyList<SalesPart> Top(string part, int most)
    {
        var before = view.Filter.Before ?? (view.Filter.From, view.Filter.From);
        var lines = part is "category" or "product" || OfLines;
        var (name, key) = part switch
        {
            "product" => ("COALESCE(MAX(o.product_name), MAX(o.product_id))", "o.product_id"),
            _ => ($"COALESCE(MAX(o.{part}), 'not given')", $"o.{part}"),
        };
        return Ask<SalesPart>("Sales/SalesTop", lines, [("name", name), ("key", key), ("most", $"{most}")], view.Filter.From, view.Filter.Until, before.Item1, before.Item2);
    }

    /// <summary>What came back, by product, what is most first; revenue is the amount, orders how many orders it came from.</summary>
    public IReadOnlyList<SalesPart> Returned(int most)
    {
        if (Kept.Any(part => part.Name != "product")) return [];
        var (filter, before) = (view.Filter, view.Filter.Before ?? (view.Filter.From, view.Filter.From));
        var product = view.Asked("product");
        var sql = SliceQueries.Read("Sales/SalesReturned", ("back", Back), ("most", $"{most}"));
        return view.Warehouse.Rows<SalesPart>(sql, filter.From, filter.Until, before.Item1, before.Item2, product);
    }

    /// <summary>The condition on rows of what came back: it belongs to the device that its order was made by.</summary>
    private string Back => view.Filter.OfSegment("o.customer_id") + (view.Filter.Device is null ? "" : $" AND o.of_order_id IN (SELECT order_id FROM orders WHERE {view.Filter.OfDevice("device")})");

    /// <summary>A part of the address as a text of the row.</summary>
    private static string Column(string part) => part switch
    {
        "product" => "o.product_id",
        "weekday" or "hour" => $"CAST(CAST({part}_of(o.ordered_at) AS INTEGER) AS VARCHAR)",
        _ => $"o.{part}",
    };

    private IReadOnlyList<T> Rows<T>(string file, params object?[] values) => Ask<T>(file, OfLines, [], values);

    private IReadOnlyList<T> Ask<T>(string file, bool lines, IReadOnlyList<(string, string)> words, params object?[] values)
    {
        var conditions = new List<string> { view.Filter.Of("o") };
        var all = new List<object?>(values);
        foreach (var (name, value) in Kept)
        {
            all.Add(value);
            conditions.Add($"COALESCE({Column(name)}, '') = ${all.Count}");
        }
        // What an order took off as a whole belongs to no line, so lines may add up to a little more than orders.
        var sold = lines ? "(SELECT hash(order_id) AS order_number, customer_id, ordered_at, country, channel, device, coupon, category, product_id, product_name, quantity AS units, CAST(amount AS DOUBLE) AS revenue, CAST(discount AS DOUBLE) AS discount FROM sold_lines)"
            : "(SELECT customer_id, ordered_at, country, channel, device, coupon, units, CAST(revenue AS DOUBLE) AS revenue, CAST(discount AS DOUBLE) AS discount FROM orders)";
        // Lines of one order are told by 64 bits of hash, several times as fast as by its name: two of a million orders share one with a chance of 1 to 37 million.
        var orders = lines ? "COUNT(DISTINCT o.order_number)" : "COUNT(*)";
        var returned = Kept.Count == 0 ? $"(SELECT COALESCE(SUM(CAST(o.amount AS DOUBLE)), 0) FROM returns o WHERE o.returned_at >= $1 AND o.returned_at < $2 AND o.kind = 'product' AND {Back})"
            : Kept is [("product", _)] ? $"(SELECT COALESCE(SUM(CAST(o.amount AS DOUBLE)), 0) FROM returns o WHERE o.returned_at >= $1 AND o.returned_at < $2 AND o.kind = 'product' AND o.product_id = $3 AND {Back})" : "CAST('nan' AS DOUBLE)";
        return view.Warehouse.Rows<T>(SliceQueries.Read(file, [("sold", sold), ("orders", orders), ("kept", string.Join(" AND ", conditions)), ("returned", returned), .. words]), [.. all]);
    }
}
