-- One row per cluster: its size and value.
SELECT CAST(s.cluster AS BIGINT) AS cluster, MIN(s.cluster_name) AS name, COUNT(*) AS customers,
    COALESCE(CAST(SUM(c.revenue) AS DOUBLE), 0) AS revenue,
    COALESCE(CAST(SUM(c.orders) AS BIGINT), 0) AS orders,
    COALESCE(median_of(days_between(c.last_order_at, s.as_of)), 0) AS recency
FROM customer_segments AS s JOIN customers AS c ON c.customer_id = s.customer_id
WHERE s.cluster IS NOT NULL
GROUP BY s.cluster
ORDER BY SUM(c.revenue) DESC, s.cluster
