using Habitue.Duck;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Reports;

public sealed class ReportWithoutDataTests
{
    private static readonly string[] Sections =
        ["figures", "revenue", "season", "products", "countries", "segments", "advice", "value", "clusters", "features", "correlation", "quality", "glossary"];

    [Fact]
    public void A_warehouse_without_a_table_gives_a_page_that_says_what_to_do()
    {
        using var database = DuckDatabase.InMemory();
        using var warehouse = database.Connect();
        using var report = WrittenReport.Of(warehouse);
        AssertTeaches(report);
    }

    [Fact]
    public void A_warehouse_of_empty_tables_gives_a_page_that_says_what_to_do()
    {
        using var shop = new SmallShop().Build().Run("""
            CREATE TABLE customer_features (customer_id VARCHAR, as_of TIMESTAMP, recency_days DOUBLE, frequency BIGINT);
            CREATE TABLE customer_segments (customer_id VARCHAR, as_of TIMESTAMP, rfm_r INTEGER, rfm_f INTEGER, rfm_m INTEGER, rfm_segment VARCHAR, cluster INTEGER, cluster_name VARCHAR, pc1 DOUBLE, pc2 DOUBLE);
            CREATE TABLE quality_log (step INTEGER, rule VARCHAR, issue VARCHAR, method VARCHAR, action VARCHAR, found BIGINT, touched BIGINT)
            """);
        using var report = WrittenReport.Of(shop.Warehouse);
        AssertTeaches(report);
    }

    [Fact]
    public void A_shop_where_nobody_has_a_name_still_shows_its_sales()
    {
        using var shop = new SmallShop().Add(
            Row.Sale("~1", "o1", "2024-01-01 10:00:00", "MUG", 2, 5m) with { Known = false },
            Row.Sale("~2", "o2", "2024-01-03 10:00:00", "MUG", 1, 5m) with { Known = false }).Build();
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Contains("<dt>Revenue</dt><dd>£15.00</dd>", report.Text);
        Assert.Contains("<dt>Came back</dt><dd>–</dd>", report.Text);
        Assert.Contains("None of the orders names a customer.", report.Text);
        Assert.Contains("Map a column to customer_id", report.Text);
        Assert.True(report.Charts.TryGetProperty("revenue-chart", out _));
    }

    [Fact]
    public void A_shop_with_one_order_is_drawn()
    {
        using var shop = new SmallShop().Add(Row.Sale("ann", "o1", "2024-01-01 00:00:00", "MUG", 2, 5m)).Build().Run("""
            CREATE TABLE customer_features AS SELECT 'ann' AS customer_id, TIMESTAMP '2024-03-01' AS as_of, 60.0 AS recency_days, 1 AS frequency
            """);
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Equal([0, 10, 0, 1], report.Numbers("revenue-chart", "days"));
        Assert.Contains("The orders carry a day but no hour.", report.Text);
        Assert.Contains("With one customer there is nothing to compare", report.Text);
        Assert.Contains("There is too little to correlate.", report.Text);
    }

    [Fact]
    public void Orders_without_a_price_are_no_orders()
    {
        using var shop = new SmallShop().Add(Row.Sale("ann", "o1", "2024-01-01 10:00:00", "MUG", 2, 0m)).Build();
        using var report = WrittenReport.Of(shop.Warehouse);
        Assert.Contains("No order was found in what was loaded.", report.Text);
    }

    private static void AssertTeaches(WrittenReport report)
    {
        Assert.All(Sections, section => Assert.Contains($"<section id=\"{section}\"", report.Text));
        Assert.Equal(Sections.Length - 1, report.Text.Split("<div class=\"empty\">").Length - 1);
        Assert.Empty(report.Charts.EnumerateObject());
        Assert.Contains("habitue ingest PATH", report.Text);
    }
}
