using Habitue.Duck;
using Habitue.Live;

namespace Habitue.Tests.Live;

/// <summary>What a run publishes of a customer is what live state knows of them.</summary>
public sealed class PublishedTablesTests
{
    private const string Customers = "CREATE TABLE customers AS SELECT * FROM (VALUES ('u1', TIMESTAMP '2026-01-02 03:04:05', 7, true), ('~a:x', NULL, 0, false)) AS c(customer_id, last_order_at, orders, is_known)";

    [Fact]
    public void Every_published_table_is_read()
    {
        using var database = DuckDatabase.InMemory();
        using var warehouse = database.Connect();
        warehouse.Execute($"""
            {Customers};
            CREATE TABLE customer_segments AS SELECT 'u1' AS customer_id, 'High value' AS cluster_name;
            CREATE TABLE churn_risks AS SELECT 'u1' AS customer_id, 0.25 AS probability, 'low' AS risk_class;
            CREATE TABLE purchase_scores AS SELECT 'u1' AS customer_id, h AS horizon_days, h / 100.0 AS probability FROM (VALUES (7), (30)) AS t(h);
            CREATE TABLE customer_values AS SELECT 'u1' AS customer_id, 123.5 AS value_12m
            """);
        var published = new PublishedTables();
        published.Read(warehouse);
        Assert.Equal(1, published.Count);
        Assert.Equal(new PublishedScores("High value", 0.25, "low", 0.07, 0.30, 123.5, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), 7), published.Of("u1"));
        Assert.Null(published.Of("~a:x"));
    }

    [Fact]
    public void Tables_that_are_not_there_say_nothing()
    {
        using var database = DuckDatabase.InMemory();
        using var warehouse = database.Connect();
        var published = new PublishedTables();
        published.Read(warehouse);
        Assert.Equal(0, published.Count);
        warehouse.Execute(Customers);
        published.Read(warehouse);
        Assert.Equal(new PublishedScores(null, null, null, null, null, null, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), 7), published.Of("u1"));
    }
}
