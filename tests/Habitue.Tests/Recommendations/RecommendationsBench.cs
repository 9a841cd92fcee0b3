using Habitue.Recommendations;
using Habitue.Tests.Insights;

namespace Habitue.Tests.Recommendations;

/// <summary>A shop of a few tables: the lines that it is given, and what follows from them.</summary>
internal sealed class RecommendationsBench : IDisposable
{
    public static readonly DateTime Now = new(2026, 6, 1);

    /// <summary>
    /// Sixty customers of each of two kinds, who buy one after the other of the twelve products of their kind, never one twice:
    /// ten of them within 150 days, so that each lacks two in the end.
    /// </summary>
    public const string TwoKinds = """
        SELECT kind || i AS customer_id, upper(kind) || printf('%02d', (3 * i + n) % 12) AS product_id, 'Thing ' || upper(kind) AS product_name, 'Kind ' || upper(kind) AS category,
            TIMESTAMP '2026-06-01' - INTERVAL 150 DAY + INTERVAL (15 * n + i % 15) DAY + INTERVAL 9 HOUR AS ordered_at
        FROM (VALUES ('a'), ('b')) k(kind), range(60) c(i), range(10) t(n)
        """;

    private readonly SliceBench bench = new(Now);

    public RecommendationsBench(string lines, string customers = "", string catalogue = "")
    {
        bench.Warehouse.Execute($"""
            CREATE TABLE order_lines AS SELECT customer_id, TRUE AS is_known, 'product' AS kind, product_id, product_name, category, CAST(2.5 AS DECIMAL(18,4)) AS unit_price, ordered_at FROM ({lines});
            CREATE TABLE orders AS SELECT customer_id, TRUE AS is_known, ordered_at, CAST(NULL AS VARCHAR) AS country FROM order_lines GROUP BY customer_id, ordered_at;
            CREATE TABLE catalogue (product_id VARCHAR, product_name VARCHAR, category VARCHAR, price DECIMAL(18,4), stock BIGINT);
            CREATE TABLE customers (customer_id VARCHAR, is_known BOOLEAN, country VARCHAR, marketing_consent BOOLEAN, orders BIGINT, first_order_at TIMESTAMP, first_seen_at TIMESTAMP, last_seen_at TIMESTAMP);
            CREATE TABLE profiles (customer_id VARCHAR, marketing_consent BOOLEAN);
            CREATE TABLE events (customer_id VARCHAR, event VARCHAR);
            INSERT INTO customers SELECT customer_id, TRUE, CASE WHEN customer_id LIKE 'a%' THEN 'France' ELSE 'Spain' END, NULL, COUNT(DISTINCT ordered_at), MIN(ordered_at), MIN(ordered_at), MAX(ordered_at) FROM order_lines GROUP BY customer_id;
            {customers};
            {catalogue};
            CREATE TABLE products AS
            SELECT COALESCE(l.product_id, c.product_id) AS product_id, COALESCE(c.product_name, l.product_name) AS product_name, COALESCE(c.category, l.category) AS category, COALESCE(l.price, c.price) AS price, l.first_sold_at, c.stock
            FROM (SELECT product_id, MIN(product_name) AS product_name, MIN(category) AS category, MAX(unit_price) AS price, MIN(ordered_at) AS first_sold_at FROM order_lines GROUP BY product_id) l
            FULL JOIN catalogue c ON c.product_id = l.product_id;
            """);
    }

    public SliceBench Bench => bench;

    public string Train() => Habitue.Insights.SliceStates.Train(RecommendationsSlice.Slice, bench.Run).Words;

    public string[] Ask(string sql) => bench.Ask(sql);

    public void Dispose() => bench.Dispose();
}
