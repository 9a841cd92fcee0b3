-- segments: one row per segment of customers: its size, its worth and its typical customer.
CREATE OR REPLACE TABLE segments AS
SELECT
    s.cluster,
    MIN(s.cluster_name) AS segment,
    COUNT(*) AS customers,
    CAST(COUNT(*) AS DOUBLE) / SUM(COUNT(*)) OVER () AS share,
    CAST(SUM(f.monetary) AS DECIMAL(18,4)) AS revenue,
    CASE WHEN SUM(SUM(f.monetary)) OVER () > 0 THEN CAST(SUM(f.monetary) AS DOUBLE) / CAST(SUM(SUM(f.monetary)) OVER () AS DOUBLE) ELSE 0 END AS revenue_share,
    median_of(f.recency_days) AS recency_days,
    CAST(SUM(f.frequency) AS DOUBLE) / COUNT(*) AS orders,
    CAST(CAST(SUM(f.monetary) AS DOUBLE) / SUM(f.frequency) AS DECIMAL(18,4)) AS average_order_value,
    MIN(n.kind) AS kind
FROM customer_segments AS s
JOIN customer_features AS f ON f.customer_id = s.customer_id
LEFT JOIN segment_names AS n ON n.id = s.cluster
GROUP BY s.cluster
ORDER BY revenue DESC, s.cluster
