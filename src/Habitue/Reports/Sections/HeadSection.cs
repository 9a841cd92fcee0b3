using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>The key figures, each with its course over the months.</summary>
internal sealed class HeadSection() : Section("figures", "Key figures", "Figures")
{
    public override void Write(ReportPage page)
    {
        var shop = page.Shop;
        if (!shop.HasOrders)
        {
            page.Empty("No order was found in what was loaded.",
                "The report needs sales: one line per product sold, with an order number, a time, a quantity and a price. "
                + "Run “habitue ingest PATH” and look at the mapping it prints, or try “habitue demo” to see a shop.");
            return;
        }

        var months = page.Months;
        page.Html.Add($"""<dl class="figures">""");
        Figure(page, "Revenue", page.Format.ShortMoney(shop.Revenue), $"{page.Format.Money(shop.Revenue)} before returns", [.. months.Select(m => m.Revenue)]);
        Figure(page, "Orders", Numbers.Count(shop.Orders), $"{Numbers.Share(shop.KnownOrders, shop.Orders)} by named customers", [.. months.Select(m => (double)m.Orders)]);
        Figure(page, "Customers", Numbers.Count(shop.Customers), shop.WithoutOrder > 0 ? $"and {Numbers.Count(shop.WithoutOrder)} who have not bought" : "who bought at least once", [.. months.Select(m => (double)m.Customers)]);
        Figure(page, "Average order", page.Format.Money(shop.Revenue / shop.Orders), "revenue per order", [.. months.Select(m => m.Revenue / m.Orders)]);
        Figure(page, "Came back", Numbers.Share(shop.ReturningCustomers, shop.Customers), $"{Numbers.Count(shop.ReturningCustomers)} ordered twice or more", [.. months.Select(m => m.Customers == 0 ? 0 : 1.0 - ((double)m.NewCustomers / m.Customers))]);
        Figure(page, "Returned goods", Numbers.Share(shop.Returned, shop.Goods), $"{page.Format.Money(shop.Returned)} returned or cancelled", [.. months.Select(m => m.Revenue == 0 ? 0 : m.Returned / m.Revenue)]);
        page.Html.Add($"</dl>\n");

        if (shop.Customers == 0)
            page.Empty("None of the orders names a customer.",
                "Sales, products and times are shown below. Features and segments need to know who bought: map a column to customer_id, "
                + "or load the customers’ profiles with an identifier that the orders carry too.");
    }

    private static void Figure(ReportPage page, string name, string value, string note, double[] course)
    {
        page.Html.Add($"""<div><dt>{name}</dt><dd>{value}</dd><dd class="small">{note}</dd>""");
        Spark(page.Html, course);
        page.Html.Add($"</div>");
    }

    /// <summary>A line of the months, drawn here so that it needs no script; fewer than three tell nothing.</summary>
    private static void Spark(Html html, double[] course)
    {
        if (course.Length < 3) return;
        var top = Math.Max(course.Max(), double.Epsilon);
        var points = string.Join(' ', course.Select((value, i) => $"{i * 100.0 / (course.Length - 1):0.#},{26 - (24 * value / top):0.#}"));
        html.Add($"""<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true"><polygon points="0,28 {points} 100,28"/><polyline points="{points}"/></svg>""");
    }
}
