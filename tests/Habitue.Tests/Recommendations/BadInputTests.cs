namespace Habitue.Tests.Recommendations;

public sealed class BadInputTests
{
    private const string Lines = "SELECT 'c' || i AS customer_id, 'P' || (i % 12) AS product_id, 'Thing' AS product_name, 'Kind' AS category, TIMESTAMP '2026-06-01' - INTERVAL (i) DAY AS ordered_at FROM range(1, 150) t(i)";

    [Theory]
    [InlineData(Lines + " WHERE FALSE", "not ready: it needs orders of known customers; there are none.")]
    [InlineData("SELECT customer_id, 'ONE' AS product_id, product_name, category, ordered_at FROM (" + Lines + ")", "not ready: it needs at least 10 products that were bought; there is 1 product.")]
    [InlineData(Lines, "not ready: it needs at least 20 customers who bought before the last 30 days and again within them; there are none.")]
    [InlineData("SELECT * FROM (" + Lines + ") WHERE ordered_at >= TIMESTAMP '2026-05-12'", "not ready: it needs orders of at least 90 days, to learn from, to choose by and to judge by; there are 20 days of them.")]
    public void What_does_not_suffice_is_a_sentence_and_leaves_no_old_tables(string lines, string words)
    {
        using var shop = new RecommendationsBench(lines);
        shop.Bench.Warehouse.Execute("CREATE TABLE recommendations AS SELECT 'of yesterday' AS customer_id; CREATE TABLE recommendation_quality AS SELECT 'of yesterday' AS model");
        Assert.Equal(words, shop.Train());
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name LIKE 'recommendation%' OR table_name IN ('product_similar', 'product_repeats')"));
    }

    /// <summary>Everybody buys at random: nothing is better than what all buy, and nothing may be promoted.</summary>
    [Fact]
    public void Where_nothing_can_be_learned_nothing_is_recommended_but_the_figures_are_shown()
    {
        using var shop = new RecommendationsBench("SELECT 'c' || (i % 80) AS customer_id, 'P' || CAST(floor(20 * pow((hash(i) % 10007) / 10007.0, 3)) AS INTEGER) AS product_id, 'Thing' AS product_name, 'Kind' AS category, TIMESTAMP '2026-06-01' - INTERVAL (1 + i // 10) DAY AS ordered_at FROM range(1500) t(i)");
        Assert.StartsWith("not ready: no way to recommend is surely better than what needs no model: NDCG@10 ", shop.Train(), StringComparison.Ordinal);
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'recommendations'"));
        Assert.Equal(["1,0"], shop.Ask("SELECT (SELECT COUNT(*) FROM models WHERE name = 'recommendations' AND NOT ready), (SELECT COUNT(*) FROM promotions)"));
        Assert.Equal(["10"], shop.Ask("SELECT COUNT(DISTINCT model) FROM recommendation_quality"));
    }
}
