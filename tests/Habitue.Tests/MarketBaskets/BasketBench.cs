using System.Globalization;
using Habitue.Insights;
using Habitue.MarketBaskets;
using Habitue.Stages;
using Habitue.Tests.Insights;

namespace Habitue.Tests.MarketBaskets;

/// <summary>A warehouse that holds nothing but given baskets, in the order of their time.</summary>
internal sealed class BasketBench : IDisposable
{
    private readonly SliceBench bench = new(new DateTime(2026, 7, 1));
    private readonly Dictionary<string, string> chosen = [];

    public BasketBench()
    {
        bench.Warehouse.Execute("""
            CREATE TABLE sold_lines (order_id VARCHAR, product_id VARCHAR, ordered_at TIMESTAMP, customer_id VARCHAR, is_known BOOLEAN);
            CREATE TABLE product_codes (product_id VARCHAR, product_name VARCHAR, usual_price DECIMAL(18,4), kind VARCHAR);
            CREATE VIEW orders AS SELECT order_id, COUNT(*) AS lines FROM sold_lines GROUP BY order_id
            """);
    }

    public SliceRun Run => bench.Run with { Chosen = chosen };

    /// <summary>Thresholds that a test chooses.</summary>
    public BasketBench With(double support, double confidence)
    {
        chosen[BasketSettings.SupportName] = support.ToString(CultureInfo.InvariantCulture);
        chosen[BasketSettings.ConfidenceName] = confidence.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    /// <summary>The numbered baskets from <paramref name="from"/> on, one a minute, each of these products and of a customer.</summary>
    public BasketBench Add(int from, int count, string products, string customer = "'c' || i") => Sql($"""
        INSERT INTO sold_lines SELECT 'o' || i, p, TIMESTAMP '2026-01-01' + to_minutes(i), {customer}, TRUE
        FROM (SELECT {from} + t AS i FROM range({count}) r(t)) b, (SELECT UNNEST(string_split('{products}', ' ')) AS p) q
        """);

    public BasketBench Sql(string sql)
    {
        bench.Warehouse.Execute(sql);
        return this;
    }

    /// <summary>Products that were sold and have no code yet get one, at 2.50 each.</summary>
    public StageDone Train()
    {
        bench.Warehouse.Execute("INSERT INTO product_codes SELECT DISTINCT product_id, 'The ' || product_id, 2.5, 'product' FROM sold_lines WHERE product_id NOT IN (SELECT product_id FROM product_codes)");
        return SliceStates.Train(MarketBasketsSlice.Slice, Run);
    }

    public string[] Ask(string sql) => bench.Ask(sql);

    public void Dispose() => bench.Dispose();
}
