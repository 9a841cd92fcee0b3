using Habitue.Duck;
using Habitue.Lake.Features;

namespace Habitue.Bench.Decisions;

/// <summary>A made-up warehouse of many customers with everything filled that decisions read: features, segments, scores, ten recommendations each.</summary>
internal static class BigShop
{
    public const int Products = 5_000;

    public const string Catalogue = """
        holdout: { share: 0.02 }
        conditions:
          loyal: frequency >= 5
          drifting: loyal and churn > 0.5
        offers:
          shipping: { when: drifting or recency_days > 200, margin: 4.5, chance: purchase_30d, cap: 20 per 7d, content: { headline: Free shipping } }
          ten: { when: 'segment in ("segment 1", "segment 2")', margin: 2, chance: purchase_7d, cap: 50 per 7d, content: { headline: Ten percent } }
          points: { when: known(value_12m) and value_12m > 10, margin: 1.5, chance: 0.2, content: { headline: Double points } }
          news: { purpose: none, content: { headline: What is new } }
        placements:
          hero: { offers: [shipping, ten, points, news], policy: { kind: bandit, explore: 0.05 }, fallback: news }
          worth: { offers: [shipping, ten, points, news], policy: { kind: expected_value, explore: 0.05 }, fallback: news }
          list: { products: recommendations, count: 8 }
        steering:
          - { placements: list, boost: { P17: 2 }, margin_weight: 0.2, never_together: [[P1, P2, P3]] }
        """;

    public static void Fill(DuckConnection warehouse, int customers)
    {
        var numbers = FeatureCatalogue.All.Where(feature => feature.Unit != "name").ToArray();
        warehouse.Execute($"""
            CREATE TABLE customers AS SELECT CAST(i % 20 AS BIGINT) AS orders, TIMESTAMP '2026-11-01' AS last_order_at, 'C' || lpad(CAST(i AS VARCHAR), 8, '0') AS customer_id, TRUE AS is_known, 'country ' || i % 40 AS country, 'city ' || i % 3000 AS city, CASE i % 3 WHEN 0 THEN 'mobile' WHEN 1 THEN 'desktop' ELSE 'tablet' END AS device,
                CASE i % 2 WHEN 0 THEN 'f' ELSE 'm' END AS gender, CAST(18 + i % 60 AS VARCHAR) AS age, CASE i % 4 WHEN 0 THEN 'gold' END AS loyalty_tier, i % 10 <> 0 AS marketing_consent FROM range({customers}) r(i);
            CREATE TABLE customer_features AS SELECT customer_id, TIMESTAMP '2026-11-27' AS as_of, {string.Join(", ", numbers.Select((feature, place) => $"CAST(hash(customer_id || '{place}') % 365 AS DOUBLE) AS {feature.Name}"))}, 'category ' || hash(customer_id) % 50 AS preferred_category FROM customers;
            CREATE TABLE customer_segments AS SELECT customer_id, 'segment ' || hash(customer_id) % 7 AS cluster_name FROM customers;
            CREATE TABLE purchase_scores AS SELECT customer_id, h AS horizon_days, (hash(customer_id || h) % 1000) / 1000.0 AS probability FROM customers, (VALUES (7), (30)) v(h);
            CREATE TABLE churn_risks AS SELECT customer_id, (hash('churn' || customer_id) % 1000) / 1000.0 AS probability, 'low' AS risk_class FROM customers;
            CREATE TABLE customer_values AS SELECT customer_id, 0.5 AS probability_alive, 1.5 AS purchases_90d, 20.0 AS spend_per_purchase, CAST(hash('value' || customer_id) % 500 AS DOUBLE) AS value_12m FROM customers;
            CREATE TABLE products AS SELECT 'P' || i AS product_id, 'Product number ' || i AS product_name, 'category ' || i % 50 AS category, CAST(5 + i % 40 AS DECIMAL(18,4)) AS price, CAST(i % 100 AS BIGINT) AS stock FROM range({Products}) r(i);
            CREATE TABLE recommendations AS SELECT customer_id, CAST(p AS INTEGER) AS place, 'P' || hash(customer_id || p) % {Products} AS product_id, 1.0 / p AS score, 'because you bought Product number ' || hash(p || customer_id) % {Products} AS reason FROM customers, range(1, 11) q(p);
            CREATE TABLE recommendation_starters AS SELECT 'everywhere' AS context, CAST(NULL AS VARCHAR) AS context_value, CAST(i AS INTEGER) AS place, 'P' || i AS product_id, 1.0 / (1 + i) AS share FROM range(50) r(i)
            """);
    }
}
