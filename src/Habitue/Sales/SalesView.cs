using Habitue.Insights;
using Habitue.Server.Web;

namespace Habitue.Sales;

/// <summary>A step of the trend: what was sold from this day on.</summary>
internal sealed record SalesStep(DateTime Day, double Revenue, long Orders);

/// <summary>What one country, product or other part sold, and the same of the period before.</summary>
internal sealed record SalesPart(string Part, string Name, string Key, double Revenue, long Orders, double Before);

/// <summary>What was sold on a weekday (1 Monday) in an hour.</summary>
internal sealed record SalesHour(int Weekday, int Hour, double Revenue, long Orders);

/// <summary>The sums of a period.</summary>
internal sealed record SalesSums(double Revenue, long Orders, double Units, double Returned, double Discount)
{
    public double AverageOrderValue => Orders == 0 ? double.NaN : Revenue / Orders;
}

/// <summary>
/// The questions of the sales page. Beside time and segment the address may keep to one country, channel, category or product: a bar leads to that. As soon as it is
/// a category or product, products of orders are counted and no longer whole orders.
/// </summary>
internal sealed class SalesView(PageView view, SalesTables tables)
{
    /// <summary>The table of what sold by product and category.</summary>
    public const string Products = "order_products";

    private static readonly string[] PartsOfProducts = ["product", "category"], PartsOfOrders = ["country", "channel", "coupon"];

    private IReadOnlyList<SalesDay>? days;

    public static IReadOnlyList<string> Parts { get; } = ["country", "channel", "category", "product", "coupon", "weekday", "hour"];

    /// <summary>The parts of the address that keep to something, with what.</summary>
    public IReadOnlyList<(string Name, string Value)> Kept { get; } = [.. Parts.Select(name => (name, view.Asked(name))).Where(part => part.Item2.Length > 0)];

    /// <summary>Whether a run has made what the page reads.</summary>
    public bool IsThere
    {
        get
        {
            tables.Wait(view.Cancel);
            return view.Has(Products, "returns");
        }
    }

    private bool OfProducts => IsKept("category") || IsKept("product");

    private bool IsKept(string part) => Kept.Any(one => one.Name == part);

    /// <summary>The address of this page with one part more, or less.</summary>
    public string Address(string name, string? value) => view.To("/sales", [.. Kept.Where(part => part.Name != name).Select(part => (part.Name, (string?)part.Value)), (name, value)]);

    /// <summary>The address of this page, kept to an hour of a weekday.</summary>
    public string At(int weekday, int hour) =>
        view.To("/sales", [.. Kept.Where(part => part.Name is not ("weekday" or "hour")).Select(part => (part.Name, (string?)part.Value)), ("weekday", $"{weekday}"), ("hour", $"{hour}")]);

    /// <summary>The address of this page with the same parts, from one day to another.</summary>
    public string Within(DateTime first, DateTime last) =>
        view.During("/sales", first, (last - first).Days + 1, [.. Kept.Select(part => (part.Name, (string?)part.Value))]);

    /// <summary>What was sold on each day, also those without anything, whatever the range of time that is looked at.</summary>
    public IReadOnlyList<SalesDay> Days => days ??= ReadDays();

    public SalesSums Sums(DateTime from, DateTime until)
    {
        var within = Days.Where(day => day.Day >= from && day.Day < until).ToArray();
        return new SalesSums(within.Sum(day => day.Revenue), within.Sum(day => day.Orders), within.Sum(day => day.Units), Returned(from, until), within.Sum(day => day.Discount));
    }

    /// <summary>Steps of so many days, counted from the end so that the last is whole; a first that is not is left out.</summary>
    public IReadOnlyList<SalesStep> Steps(DateTime from, DateTime until, int length)
    {
        var steps = (until - from).Days / length;
        var first = until.AddDays(-steps * length);
        var sold = Days.Where(day => day.Day >= first && day.Day < until).ToLookup(day => (day.Day - first).Days / length);
        return [.. Enumerable.Range(0, steps).Select(i => new SalesStep(first.AddDays(i * length), sold[i].Sum(day => day.Revenue), sold[i].Sum(day => day.Orders)))];
    }

    public IReadOnlyList<SalesHour> Hours() => Ask<SalesHour>("Sales/SalesHours", OfProducts, [("first", First(""))], view.Filter.From, view.Filter.Until);

    /// <summary>What sold most by each part of the address, the largest first.</summary>
    public ILookup<string, SalesPart> Tops(int most) =>
        (OfProducts ? Tops([.. PartsOfProducts, .. PartsOfOrders], true, most) : Tops(PartsOfProducts, true, most).Concat(Tops(PartsOfOrders, false, most))).ToLookup(row => row.Part);

    private IReadOnlyList<SalesPart> Tops(string[] parts, bool ofProducts, int most)
    {
        var (filter, before) = (view.Filter, view.Filter.Before ?? (view.Filter.From, view.Filter.From));
        return Ask<SalesPart>("Sales/SalesTop", ofProducts, [
            ("columns", string.Join(", ", parts.Select(Plain))),
            ("counts", string.Join(", ", parts.Select(part => $"COUNT(*) FILTER (WHERE {(ofProducts ? First(part) : "TRUE")}) AS orders_{part}"))),
            ("parts", string.Join(" UNION ALL ", parts.Select(part => $"SELECT '{part}' AS part, {Plain(part)} AS key, SUM(o.revenue) FILTER (WHERE o.is_now) AS revenue, SUM(o.orders_{part}) FILTER (WHERE o.is_now) AS orders, SUM(o.revenue) FILTER (WHERE o.is_before) AS before FROM sold o GROUP BY {Plain(part)}"))),
            ("most", $"{most}")], filter.From, filter.Until, before.Item1, before.Item2);
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

    /// <summary>The amount that came back; NaN where a return does not tell what the page is kept to.</summary>
    private double Returned(DateTime from, DateTime until)
    {
        if (Kept.Any(part => part.Name != "product")) return double.NaN;
        return view.Warehouse.Scalar<double>($"SELECT COALESCE(CAST(SUM(o.amount) AS DOUBLE), 0) FROM returns o WHERE o.returned_at >= $1 AND o.returned_at < $2 AND o.kind = 'product' AND ($3 = '' OR o.product_id = $3) AND {Back}", from, until, view.Asked("product"));
    }

    private IReadOnlyList<SalesDay> ReadDays()
    {
        var (first, until) = (view.Span.First!.Value, view.Span.Until!.Value);
        var sold = Ask<SalesDay>("Sales/SalesDays", OfProducts, [("first", First(""))]).ToDictionary(day => day.Day);
        return [.. Enumerable.Range(0, (until - first).Days).Select(i => first.AddDays(i)).Select(day => sold.GetValueOrDefault(day) ?? new SalesDay(day, 0))];
    }

    /// <summary>The column of a part of the address.</summary>
    private static string Plain(string part) => part == "product" ? "o.product_id" : $"o.{part}";

    /// <summary>A part of the address as a text of the row.</summary>
    private static string Column(string part) => part is "weekday" or "hour" ? $"CAST(CAST({part}_of(o.ordered_at) AS INTEGER) AS VARCHAR)" : Plain(part);

    /// <summary>Which row of an order counts it, of those that a part of the address and what is kept leave; empty for no part.</summary>
    private string First(string part)
    {
        var (product, category) = (part == "product" || IsKept("product"), part == "category" || IsKept("category"));
        return product == category ? "TRUE" : product ? "o.first_of_product" : "o.first_of_category";
    }

    private IReadOnlyList<T> Ask<T>(string file, bool ofProducts, IReadOnlyList<(string, string)> words, params object?[] values)
    {
        var conditions = new List<string> { view.Filter.Of("o") };
        var all = new List<object?>(values);
        foreach (var (name, value) in Kept)
        {
            all.Add(value);
            conditions.Add($"COALESCE({Column(name)}, '') = ${all.Count}");
        }
        // What an order took off as a whole belongs to no product, so products may add up to a little more than orders.
        return view.Warehouse.Rows<T>(SliceQueries.Read(file, [("sold", ofProducts ? Products : "orders"), ("kept", string.Join(" AND ", conditions)), .. words]), [.. all]);
    }
}
