using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What sells: the best products as bars, more of them as a table.</summary>
internal sealed class ProductsSection() : Section("products", "Top products", "Products")
{
    private const int Listed = 50, Drawn = 15;

    private sealed record Sold(string ProductId, string ProductName, double Revenue, double Units, long Orders, long Buyers, double ReturnedUnits);

    private sealed record Totals(long Products, double Revenue, double OfTen, double OfFifth);

    public override void Write(ReportPage page)
    {
        var best = page.Ask.Has("products") ? page.Ask.Rows<Sold>("products", Listed) : [];
        if (best.Count == 0)
        {
            page.Empty("No product was sold.", "Lines need a product_id or a product name and a price above 0. Postage, fees and vouchers count as charges, not as products.");
            return;
        }

        var totals = page.Ask.Rows<Totals>("product_totals")[0];
        page.Lead(totals.Products > 20
            ? $"{Numbers.Count(totals.Products)} products were sold. The best 10 bring {Numbers.Share(totals.OfTen, totals.Revenue)} of the goods’ revenue, the best fifth {Numbers.Share(totals.OfFifth, totals.Revenue)}."
            : $"{Numbers.Many(totals.Products, "product")} sold {(totals.Products == 1 ? "was" : "were")} worth {page.Format.ShortMoney(totals.Revenue)}.");

        var drawn = best.Take(Drawn).ToArray();
        page.Chart(new Chart("product-chart", "ranking", $"The best {drawn.Length} by revenue", $"Horizontal bars. First: {best[0].ProductName} with {page.Format.Money(best[0].Revenue)}. All figures are in the table that follows.") { Height = 90 + (drawn.Length * 24) },
            json =>
            {
                json.Texts("labels", drawn.Select(product => product.ProductName));
                json.Numbers("values", drawn.Select(product => product.Revenue));
                json.WriteNumber("whole", totals.Revenue);
            });

        using var table = new Table(page.Html, $"The best {best.Count} products", Column.Text("Product"), Column.Text("Code"), Column.Number("Revenue"), Column.Number("Share"),
            Column.Number("Units"), Column.Number("Orders"), Column.Number("Buyers"), Column.Number("Returned units"));
        foreach (var product in best)
            table.Row(new Cell(product.ProductName, Class: "name"), new Cell(product.ProductId, Class: "code"), page.Money(product.Revenue),
                Cell.Share(product.Revenue / totals.Revenue, best[0].Revenue / totals.Revenue), Cell.Count((long)product.Units),
                Cell.Count(product.Orders), Cell.Count(product.Buyers), Cell.Share(product.ReturnedUnits / product.Units));
    }
}
