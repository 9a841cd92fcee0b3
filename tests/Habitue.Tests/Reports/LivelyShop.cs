using Habitue.Tests.Storage;

namespace Habitue.Tests.Reports;

/// <summary>A shop with enough life for every chart: 400 customers, 40 products, 14 months, six countries, some returns.</summary>
internal static class LivelyShop
{
    public static SmallShop Open() => new SmallShop().Run("""
        CREATE TABLE lines AS
        SELECT i, o, TIMESTAMP '2023-01-02 08:00:00' + to_days(CAST((i * 37 + o * o * 11) % 420 AS INTEGER)) + to_minutes((i * 53 + o * 97) % 780) AS sold_at,
            (i * 7 + o * 13 + l * 5) % 40 AS product, 1 + (i + o + l) % 5 AS quantity, CAST(2.5 + ((i * 7 + o * 13 + l * 5) % 40) * 1.25 AS DECIMAL(18,4)) AS price
        FROM range(400) c(i), range(9) orders(o), range(3) lines(l)
        WHERE o <= i * i % 10 AND l <= (i + o) % 3;
        INSERT INTO event_rows BY NAME
        SELECT 1 AS source, row_number() OVER (ORDER BY i, o, product, quantity) AS source_row, 'm' || row_number() OVER (ORDER BY i, o, product, quantity) AS message_id, 'track' AS type, 'Order Completed' AS event, sold_at AS occurred_at,
            CASE WHEN i % 12 = 0 THEN '~' || i || '-' || o ELSE 'c' || i END AS customer_id, i % 12 <> 0 AS is_known, i || '-' || o AS order_id,
            'P' || product AS product_id, 'Product ' || product AS product_name, quantity, price AS unit_price, CAST(quantity * price AS DECIMAL(18,4)) AS amount,
            CASE WHEN i % 5 = 0 THEN 'Land ' || i % 6 ELSE 'Home' END AS country, FALSE AS is_bot, FALSE AS is_cancellation
        FROM lines;
        INSERT INTO event_rows BY NAME
        SELECT 2 AS source, source_row, 'r' || message_id AS message_id, type, event, occurred_at + to_days(9) AS occurred_at, customer_id, is_known, 'C' || order_id AS order_id, product_id, product_name,
            -quantity AS quantity, unit_price, -amount AS amount, country, is_bot, TRUE AS is_cancellation
        FROM events WHERE hash(message_id) % 25 = 0
        """).Build("2024-03-01").Run("""
        CREATE TABLE customer_features AS
        SELECT customer_id, TIMESTAMP '2024-03-01' AS as_of, days_between(MAX(ordered_at), TIMESTAMP '2024-03-01') AS recency_days, COUNT(*) AS frequency,
            CAST(SUM(revenue) AS DECIMAL(18,4)) AS monetary, AVG(CAST(revenue AS DOUBLE)) AS average_order_value, days_between(MIN(ordered_at), TIMESTAMP '2024-03-01') AS tenure_days,
            CASE WHEN COUNT(*) > 1 THEN days_between(MIN(ordered_at), MAX(ordered_at)) / (COUNT(*) - 1) END AS days_between_orders,
            CAST(SUM(CASE WHEN weekday_of(ordered_at) > 5 THEN 1 ELSE 0 END) AS DOUBLE) / COUNT(*) AS weekend_share, POWER(10, hash(customer_id) % 4) AS skewed_words, 7 AS always_seven
        FROM orders WHERE is_known GROUP BY customer_id;
        CREATE TABLE customer_segments AS
        SELECT customer_id, as_of, CAST(r AS INTEGER) AS rfm_r, CAST(f AS INTEGER) AS rfm_f, CAST(f AS INTEGER) AS rfm_m,
            CASE WHEN r + f >= 8 THEN 'Champions' WHEN r >= 4 THEN 'New customers' WHEN f >= 4 THEN 'At risk' ELSE 'Hibernating' END AS rfm_segment,
            CASE WHEN f >= 4 THEN 0 WHEN r >= 3 THEN 1 ELSE 2 END AS cluster, CASE WHEN f >= 4 THEN 'High value' WHEN r >= 3 THEN 'Medium value' ELSE 'Low value' END AS cluster_name,
            LN(monetary) - 5 AS pc1, recency_days / 100 - 1 AS pc2
        FROM (SELECT *, NTILE(5) OVER (ORDER BY recency_days DESC, customer_id) AS r, NTILE(5) OVER (ORDER BY monetary, customer_id) AS f FROM customer_features) scored;
        CREATE TABLE quality_log AS SELECT 1 AS step, 'duplicates' AS rule, 'Exact duplicates' AS issue, 'Equal in every column' AS method, 'reject' AS action, 12 AS found, 12 AS touched
        """);
}
