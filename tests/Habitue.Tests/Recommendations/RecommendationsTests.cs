using Habitue.Insights;
using Habitue.Recommendations;

namespace Habitue.Tests.Recommendations;

/// <summary>A made-up shop of which everybody can say what each customer buys next.</summary>
public sealed class RecommendationsTests : IDisposable
{
    private readonly RecommendationsBench shop = new(RecommendationsBench.TwoKinds);

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Everybody_is_first_shown_the_two_products_of_their_kind_that_they_lack()
    {
        Assert.StartsWith("120 customers with 10 products each by ", shop.Train(), StringComparison.Ordinal);
        Assert.Equal(["240"], shop.Ask("""
            SELECT COUNT(*) FROM recommendations r
            WHERE r.place <= 2 AND lower(left(r.product_id, 1)) = left(r.customer_id, 1)
              AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.customer_id = r.customer_id AND l.product_id = r.product_id)
            """));
        // Nobody comes back for anything, so nothing is recommended that somebody has.
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM recommendations r JOIN order_lines l ON l.customer_id = r.customer_id AND l.product_id = r.product_id"));
        Assert.Equal(["24,0"], shop.Ask("SELECT COUNT(*), COUNT(*) FILTER (WHERE is_replenishable OR repeat_buyers > 0) FROM product_repeats"));
    }

    [Fact]
    public void The_winner_is_surely_better_than_what_needs_no_model_and_is_promoted()
    {
        shop.Train();
        Assert.Equal(["3,3"], shop.Ask("SELECT COUNT(*), COUNT(*) FILTER (WHERE low > 0 AND low <= value AND value <= high) FROM recommendation_quality WHERE measure LIKE 'NDCG@10 above %'"));
        Assert.Equal(["recommendations,1"], shop.Ask("SELECT name, version FROM promotions WHERE until IS NULL"));
        // The four products of the kind that each lacked then hold the two that they bought: at best both in front, at worst on places 3 and 4.
        var worst = ((1 / Math.Log2(4)) + (1 / Math.Log2(5))) / (1 + (1 / Math.Log2(3)));
        Assert.All(shop.Ask("SELECT value FROM recommendation_quality WHERE is_chosen AND part = 'all' AND measure = 'NDCG@10'"), value => Assert.InRange(double.Parse(value), worst, 1));
        Assert.Equal(["1,1"], shop.Ask("SELECT value, low FROM recommendation_quality WHERE is_chosen AND part = 'all' AND measure = 'recall@10'"));
        Assert.Equal(["120"], shop.Ask("SELECT DISTINCT customers FROM recommendation_quality WHERE part = 'all'"));
    }

    [Fact]
    public void The_card_tells_the_figures_of_groups_of_customers_apart()
    {
        shop.Bench.Warehouse.Execute("UPDATE orders SET country = CASE WHEN customer_id LIKE 'a%' THEN 'France' ELSE 'Spain' END");
        shop.Train();
        // Sixty of each kind judge; everybody had bought for 120 days then, so that nobody is new.
        Assert.Equal(["country=France,NDCG@10", "country=France,hit rate", "country=Spain,NDCG@10", "country=Spain,hit rate"], shop.Ask("SELECT part, metric FROM model_metrics WHERE part NOT IN ('all', 'new to the customer') ORDER BY part, place"));
        // Both are as many, so the figure of all is the mean of theirs.
        Assert.Equal(["0"], shop.Ask("SELECT ROUND(ABS(2 * SUM(value) FILTER (WHERE part = 'all') - SUM(value) FILTER (WHERE part LIKE 'country=%')), 9) FROM model_metrics WHERE metric = 'NDCG@10'"));
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM model_metrics WHERE baseline IS NULL OR NOT (low <= value AND value <= high)"));
    }

    [Fact]
    public void Similar_products_are_those_of_the_same_kind()
    {
        shop.Train();
        Assert.Equal(["24,0"], shop.Ask("SELECT COUNT(DISTINCT product_id), COUNT(*) FILTER (WHERE left(product_id, 1) <> left(similar_product_id, 1) OR product_id = similar_product_id) FROM product_similar"));
        // How many bought both is counted by SQL once more.
        Assert.Equal(["0"], shop.Ask("""
            SELECT COUNT(*) FROM product_similar s
            WHERE source LIKE 'neighbours%' AND reason <> 'bought by the same ' || (SELECT COUNT(*) FROM (SELECT customer_id FROM order_lines WHERE product_id = s.product_id INTERSECT SELECT customer_id FROM order_lines WHERE product_id = s.similar_product_id)) || ' customers'
            """));
    }

    [Fact]
    public void The_same_data_give_the_same_tables_and_scoring_anew_gives_what_training_gave()
    {
        string[] Print() => shop.Ask("SELECT SUM(hash(customer_id, place, product_id, ROUND(score, 4), reason, source)), COUNT(*) FROM recommendations UNION ALL SELECT SUM(hash(product_id, place, similar_product_id, score, reason)), COUNT(*) FROM product_similar");
        string[] PrintQuality() => shop.Ask("SELECT SUM(hash(model, part, measure, value, low, high)), COUNT(*) FROM recommendation_quality");
        shop.Train();
        var (first, quality) = (Print(), PrintQuality());
        shop.Train();
        Assert.Equal(first, Print());
        Assert.Equal(quality, PrintQuality());
        SliceStates.Score(RecommendationsSlice.Slice, shop.Bench.Run);
        Assert.Equal(first, Print());
    }

    [Fact]
    public void What_lies_after_the_moment_changes_nothing()
    {
        using var later = new RecommendationsBench(RecommendationsBench.TwoKinds
            + " UNION ALL SELECT 'a' || i, 'B' || printf('%02d', n), 'Later', 'Later', TIMESTAMP '2026-06-02' FROM range(60) c(i), range(12) t(n)");
        const string Print = "SELECT SUM(hash(customer_id, place, product_id, score, reason, source)), COUNT(*) FROM recommendations UNION ALL SELECT SUM(hash(model, part, measure, value, low, high)), COUNT(*) FROM recommendation_quality UNION ALL SELECT SUM(hash(product_id, buyers, repeat_buyers)), COUNT(*) FROM product_repeats";
        shop.Train();
        later.Train();
        Assert.Equal(shop.Ask(Print), later.Ask(Print));
    }

    [Fact]
    public void A_snapshot_of_the_past_is_as_if_nothing_had_happened_since()
    {
        var (run, split) = (shop.Bench.Run, RecommendationsBench.Now.AddDays(-30));
        var past = Snapshot.Of(run, PurchaseLog.Read(run.Warehouse, RecommendationsBench.Now, "TRUE", default), split);
        shop.Bench.Warehouse.Execute($"DELETE FROM order_lines WHERE ordered_at >= {PastFeatures.Literal(split)}");
        var then = Snapshot.Of(run, PurchaseLog.Read(run.Warehouse, split, "TRUE", default), split);
        Assert.Equal(960, then.Known.Values.Count);   // 120 customers, eight purchases each
        Assert.Equal(then.Known.Values.Indices.ToArray(), past.Known.Values.Indices.ToArray());
        Assert.Equal(then.Known.Values.Values.ToArray(), past.Known.Values.Values.ToArray());
        Assert.Equal(then.Buyers, past.Buyers);
        Assert.Equal(then.BuyersLately, past.BuyersLately);
        Assert.Equal(then.OnSale, past.OnSale);
        Assert.Equal(then.Products, past.Products);
        Assert.Equal(then.Repeats.Select(repeat => (repeat.Buyers, repeat.Again)), past.Repeats.Select(repeat => (repeat.Buyers, repeat.Again)));
    }
}
