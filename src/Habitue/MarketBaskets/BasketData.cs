using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.MarketBaskets;

/// <summary>The baskets in the order of their time, who bought each, and what the products are called and cost.</summary>
/// <param name="Customer">For each basket a number of its customer, -1 where nobody is named.</param>
/// <param name="Ids">The products' codes by their numbers.</param>
/// <param name="Price">The usual price; NaN where there is none.</param>
/// <param name="Share">Of all baskets, how many were read: below 1 when there are very many.</param>
internal sealed record BasketData(Learning.Data.Baskets Baskets, int[] Customer, int Customers, string[] Ids, string[] Names, double[] Price, double Share)
{
    /// <summary>More lines than this are read in part: every so many baskets, chosen by their number alone.</summary>
    public const long MostLines = 10_000_000;

    public static BasketData Read(SliceRun run, BasketSettings settings, long mostLines = MostLines)
    {
        var warehouse = run.Warehouse;
        var lines = warehouse.Scalar<long>(settings.AllLines ? "SELECT COUNT(*) FROM events WHERE product_id IS NOT NULL AND event = 'Order Completed'" : "SELECT COALESCE(CAST(SUM(lines) AS BIGINT), 0) FROM orders");
        var share = Math.Min(1, mostLines / Math.Max(1.0, lines));
        var part = share < 1 ? string.Create(CultureInfo.InvariantCulture, $"stable_hash(l.order_id) % 1000000 < {(long)(share * 1e6)}") : "TRUE";
        warehouse.Execute($"""
            CREATE OR REPLACE TEMP TABLE basket_lines AS
            {SliceQueries.Read(settings.AllLines ? "MarketBaskets/all_lines" : "MarketBaskets/basket_lines", ("as_of", PastFeatures.Literal(run.AsOf)), ("part", part))};
            CREATE OR REPLACE TEMP TABLE basket_products AS
            SELECT b.product_id, COALESCE(k.product_name, b.product_id) AS product_name, CAST(k.usual_price AS DOUBLE) AS price, CAST(ROW_NUMBER() OVER (ORDER BY b.product_id) - 1 AS INTEGER) AS number
            FROM (SELECT DISTINCT product_id FROM basket_lines) b LEFT JOIN product_codes k ON k.product_id = b.product_id;
            CREATE OR REPLACE TEMP TABLE basket_orders AS
            SELECT order_id, CAST(ROW_NUMBER() OVER (ORDER BY ordered_at, order_id) - 1 AS INTEGER) AS place,
                CAST(CASE WHEN customer_id IS NULL THEN -1 ELSE DENSE_RANK() OVER (ORDER BY customer_id NULLS LAST) - 1 END AS INTEGER) AS customer
            FROM (SELECT order_id, MIN(ordered_at) AS ordered_at, MIN(customer_id) AS customer_id FROM basket_lines GROUP BY order_id) o
            """, run.Cancel);
        var products = warehouse.Rows<(string Id, string Name, double? Price)>("SELECT product_id, product_name, price FROM basket_products ORDER BY number");
        var customer = Numbers(run, "SELECT customer FROM basket_orders ORDER BY place");
        string[] ids = [.. products.Select(one => one.Id)];
        var data = new BasketData(Fill(run, customer.Length, ids), customer, customer.Length == 0 ? 0 : customer.Max() + 1, ids, [.. products.Select(one => one.Name)], [.. products.Select(one => one.Price ?? double.NaN)], share);
        warehouse.Execute("DROP TABLE basket_lines; DROP TABLE basket_orders; DROP TABLE basket_products");
        return data;
    }

    /// <summary>How many baskets hold two products or more.</summary>
    public int WithSeveral => Enumerable.Range(0, Baskets.Count).Count(basket => Baskets[basket].Length > 1);

    private static Learning.Data.Baskets Fill(SliceRun run, int count, string[] ids)
    {
        using var result = run.Warehouse.Query("""
            SELECT o.place, p.number FROM basket_lines l JOIN basket_orders o ON o.order_id = l.order_id JOIN basket_products p ON p.product_id = l.product_id ORDER BY o.place, p.number
            """, run.Cancel);
        var (starts, items) = (new int[count + 1], new List<int>());
        foreach (var chunk in result.Chunks())
        {
            foreach (var place in chunk[0].Values<int>()) starts[place + 1]++;
            items.AddRange(chunk[1].Values<int>());
        }
        for (var basket = 0; basket < count; basket++) starts[basket + 1] += starts[basket];
        return new Learning.Data.Baskets(starts, [.. items], ids);
    }

    private static int[] Numbers(SliceRun run, string sql)
    {
        using var result = run.Warehouse.Query(sql, run.Cancel);
        var numbers = new List<int>();
        foreach (var chunk in result.Chunks()) numbers.AddRange(chunk[0].Values<int>());
        return [.. numbers];
    }
}
