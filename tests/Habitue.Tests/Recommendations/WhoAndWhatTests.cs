using Habitue.Insights;
using Habitue.Recommendations;

namespace Habitue.Tests.Recommendations;

/// <summary>To whom nothing may be recommended, what may not be, and what those get of whom nothing is known.</summary>
public sealed class WhoAndWhatTests
{
    [Fact]
    public void Who_objected_unsubscribed_or_never_answered_gets_nothing()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds, customers: """
            INSERT INTO profiles SELECT customer_id, CASE customer_id WHEN 'a1' THEN FALSE WHEN 'a2' THEN NULL ELSE TRUE END FROM customers WHERE customer_id <> 'a4';
            UPDATE customers SET marketing_consent = p.marketing_consent FROM profiles p WHERE p.customer_id = customers.customer_id;
            INSERT INTO events VALUES ('a3', 'Unsubscribed'), ('a5', 'Email Opened')
            """);
        Assert.Contains("; 3 are left out: 1 never answered, 1 said no, 1 unsubscribed", shop.Train(), StringComparison.Ordinal);
        // a1 said no, a2 was asked and did not answer, a3 unsubscribed after having agreed. a4 has no profile at all and objected to nothing.
        Assert.Equal(["a1", "a2", "a3"], shop.Ask("SELECT customer_id FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM recommendations) ORDER BY 1"));
    }

    [Fact]
    public void Who_never_answered_is_served_when_the_shop_has_decided_so_and_the_decision_is_kept()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds, customers: """
            INSERT INTO profiles SELECT customer_id, CASE customer_id WHEN 'a1' THEN FALSE WHEN 'a2' THEN NULL ELSE TRUE END FROM customers;
            UPDATE customers SET marketing_consent = p.marketing_consent FROM profiles p WHERE p.customer_id = customers.customer_id;
            INSERT INTO events VALUES ('a3', 'Email Opened')
            """);
        var run = shop.Bench.Run with { Chosen = new Dictionary<string, string> { [Consent.UnknownName] = Consent.Serve } };
        Assert.Contains("; 1 is left out: 1 said no", SliceStates.Train(RecommendationsSlice.Slice, run).Words, StringComparison.Ordinal);
        Assert.Contains("; 1 is left out: 1 said no", shop.Train(), StringComparison.Ordinal);
        Assert.Equal(["a1,said no"], shop.Ask("SELECT * FROM recommendation_left_out"));
        Assert.Equal(["a1"], shop.Ask("SELECT customer_id FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM recommendations) ORDER BY 1"));
    }

    [Fact]
    public void What_is_out_of_stock_is_shown_to_nobody()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds, catalogue: "INSERT INTO catalogue VALUES ('A00', NULL, NULL, NULL, 0), ('A01', NULL, NULL, NULL, 5)");
        shop.Train();
        Assert.Equal(["0"], shop.Ask("SELECT (SELECT COUNT(*) FROM recommendations WHERE product_id = 'A00') + (SELECT COUNT(*) FROM product_similar WHERE similar_product_id = 'A00') + (SELECT COUNT(*) FROM recommendation_starters WHERE product_id = 'A00')"));
        // What is in stock still is.
        Assert.Equal(["1"], shop.Ask("SELECT COUNT(DISTINCT product_id) FROM recommendations WHERE customer_id LIKE 'a%' AND product_id = 'A01'"));
    }

    [Fact]
    public void A_new_customer_is_shown_what_their_country_buys_and_without_a_country_what_all_buy()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds, customers: """
            INSERT INTO customers VALUES ('new in France', TRUE, 'France', NULL, 0, NULL, '2026-05-30', '2026-05-30'), ('new anywhere', TRUE, NULL, NULL, 0, NULL, '2026-05-30', '2026-05-30'),
                ('new and no', TRUE, 'France', FALSE, 0, NULL, '2026-05-30', '2026-05-30'), ('later', TRUE, 'France', NULL, 0, NULL, '2026-06-30', '2026-06-30'), ('visitor', FALSE, 'France', NULL, 0, NULL, '2026-05-30', '2026-05-30')
            """);
        Assert.StartsWith("122 customers", shop.Train(), StringComparison.Ordinal);
        Assert.Equal(["new anywhere,10,one of the most bought of late,starter", "new in France,10,popular in France,starter"],
            shop.Ask("SELECT customer_id, COUNT(*), MIN(reason), MIN(source) FROM recommendations WHERE customer_id NOT IN (SELECT customer_id FROM orders) GROUP BY 1 ORDER BY 1"));
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM recommendations WHERE customer_id = 'new in France' AND product_id NOT LIKE 'A%'"));
        // The share of a starter is that of the country's customers who bought it in the last 90 days.
        Assert.Equal(["0"], shop.Ask("""
            SELECT COUNT(*) FROM recommendation_starters s WHERE context = 'country' AND context_value = 'France' AND ABS(share -
                (SELECT COUNT(DISTINCT customer_id) / 60.0 FROM order_lines l WHERE l.product_id = s.product_id AND customer_id LIKE 'a%' AND ordered_at >= TIMESTAMP '2026-06-01' - INTERVAL 90 DAY)) > 1e-9
            """));
    }

    [Fact]
    public void A_new_product_is_shown_to_those_who_buy_its_kind_and_is_like_them()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds, catalogue: "INSERT INTO catalogue VALUES ('NEW', 'New thing', 'Kind A', 2.5, 100), ('GONE', 'Gone thing', 'Kind A', 2.5, 0)");
        shop.Train();
        Assert.Equal(["60,60"], shop.Ask("SELECT COUNT(DISTINCT customer_id), COUNT(*) FILTER (WHERE customer_id LIKE 'a%' AND reason LIKE '%same category as Thing A: Kind A') FROM recommendations WHERE product_id = 'NEW'"));
        Assert.Equal(["A,content"], shop.Ask("SELECT DISTINCT left(similar_product_id, 1), source FROM product_similar WHERE product_id = 'NEW'"));
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM recommendations WHERE product_id = 'GONE'"));
    }

    /// <summary>The two kinds, and milk, which all buy every thirty days; a sofa, which half of them bought once.</summary>
    [Fact]
    public void What_people_come_back_for_is_recommended_again_when_it_is_time()
    {
        using var shop = new RecommendationsBench(RecommendationsBench.TwoKinds
            + " UNION ALL SELECT kind || i, 'MILK', 'Milk', 'Food', TIMESTAMP '2026-06-01' - INTERVAL 150 DAY + INTERVAL (30 * n + 5) DAY FROM (VALUES ('a'), ('b')) k(kind), range(60) c(i), range(5) t(n)"
            + " UNION ALL SELECT 'a' || i, 'SOFA', 'Sofa', 'Furniture', TIMESTAMP '2026-06-01' - INTERVAL 20 DAY FROM range(60) c(i)");
        shop.Train();
        Assert.Equal(["MILK,120,120,1,30,true", "SOFA,60,0,0,,false"], shop.Ask("SELECT product_id, buyers, repeat_buyers, repeat_rate, usual_gap_days, lower(CAST(is_replenishable AS VARCHAR)) FROM product_repeats WHERE product_id IN ('MILK', 'SOFA') ORDER BY 1"));
        Assert.Equal(["120,time to buy again: usually every 30 days, last 25 days ago,time to buy again"], shop.Ask("SELECT COUNT(*), MIN(reason), MAX(source) FROM recommendations WHERE product_id = 'MILK'"));
        Assert.Equal(["0"], shop.Ask("SELECT COUNT(*) FROM recommendations WHERE product_id = 'SOFA' AND customer_id LIKE 'a%'"));
    }
}
