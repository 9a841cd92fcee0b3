using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Purchase;

/// <summary>
/// 300 customers over 400 days, each with a beginning of their own: 100 buy every ten days or so to the end, 100 about every 60 days, 100 bought a few
/// times and stopped half a year ago. Who is going to buy is clear but for when exactly; the plan goes on after the end, so that it can be counted.
/// </summary>
internal static class PlantedShop
{
    public static DateTime AsOf { get; } = new(2024, 2, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="customers">How many.</param>
    /// <param name="wrong">More orders that ought not to be there, as SQL: c, n, kind, happens.</param>
    /// <param name="asOf">Another moment than the end of the plan.</param>
    /// <param name="product">The product of a line, as SQL of c, n and l.</param>
    /// <param name="lines">How many lines an order has, numbered l.</param>
    /// <param name="only">Which orders there are, as a condition of SQL.</param>
    public static ShopBench Open(int customers = 300, string? wrong = null, DateTime? asOf = null, string product = "'P' || (c + n) % 9", int lines = 1, string only = "TRUE")
    {
        var shop = new SmallShop().Run($"""
            INSERT INTO event_rows BY NAME
            SELECT 1 AS source, row_number() OVER (ORDER BY c, n, l) AS source_row, 'm' || c || '-' || n || '-' || l AS message_id, 'track' AS type, 'Order Completed' AS event, happens AS occurred_at,
                'c' || c AS customer_id, TRUE AS is_known, c || '-' || n AS order_id, {product} AS product_id, 1.0 AS quantity, CAST(5 + (c + n) % 7 AS DECIMAL(18,4)) AS unit_price,
                CAST(5 + (c + n) % 7 AS DECIMAL(18,4)) AS amount, FALSE AS is_bot, FALSE AS is_cancellation
            FROM (SELECT * FROM ({Plan(customers)}) WHERE {only} AND happens < TIMESTAMP '{AsOf:yyyy-MM-dd}'{(wrong is null ? "" : $" UNION ALL {wrong}")}) planned, range({lines}) ls(l)
            """);
        return new ShopBench(shop, asOf ?? AsOf);
    }

    /// <summary>How many of each kind buy within so many days after the end.</summary>
    public static IReadOnlyDictionary<string, int> Coming(ShopBench bench, int days) => bench.Warehouse.Rows<(string Kind, int Customers)>($"""
        SELECT CASE kind WHEN 0 THEN 'often' WHEN 1 THEN 'seldom' ELSE 'stopped' END, CAST(COUNT(DISTINCT c) FILTER (WHERE happens >= TIMESTAMP '{AsOf:yyyy-MM-dd}' AND happens < TIMESTAMP '{AsOf.AddDays(days):yyyy-MM-dd}') AS INTEGER)
        FROM ({Plan(300)}) planned GROUP BY kind
        """).ToDictionary();

    /// <summary>All orders, also those after the end. Beginnings are spread over one gap: else all customers of a kind would buy in the same weeks, and the share of buyers would swing with the moment.</summary>
    private static string Plan(int customers) => $"""
        SELECT c, n, kind, TIMESTAMP '2023-01-02 09:00:00' + to_hours(CAST((hash(c, 77) % gap + n * gap + hash(c, n) % jitter) * 24 + hash(n, c) % 10 AS BIGINT)) AS happens
        FROM (SELECT c, c % 3 AS kind, CASE c % 3 WHEN 0 THEN 10 WHEN 1 THEN 60 ELSE 20 END AS gap, CASE c % 3 WHEN 0 THEN 8 WHEN 1 THEN 50 ELSE 15 END AS jitter FROM range({customers}) cs(c)) kinds, range(60) ns(n)
        WHERE kind <> 2 OR n < 9
        """;
}
