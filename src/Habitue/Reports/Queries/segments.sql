-- One row per named segment: its size, its value, and how its typical customer buys.
SELECT s.rfm_segment AS segment, COUNT(*) AS customers, COALESCE(CAST(SUM(c.revenue) AS DOUBLE), 0) AS revenue,
    COALESCE(CAST(SUM(c.orders) AS BIGINT), 0) AS orders,
    COALESCE(median_of(days_between(c.last_order_at, s.as_of)), 0) AS recency
FROM customer_segments AS s JOIN customers AS c ON c.customer_id = s.customer_id
WHERE s.rfm_segment IS NOT NULL
GROUP BY s.rfm_segment
ORDER BY SUM(c.revenue) DESC, s.rfm_segment
