-- The customers who at each moment of {features} had bought within the last {days} days, with all that was known of them then,
-- and whether they stayed away: no order within their own horizon after it.
SELECT
    f.*,
    {own} AS own_horizon_days,
    b.customer_id IS NULL AS stayed_away
FROM {features} f
LEFT JOIN (
    SELECT f.customer_id, f.as_of
    FROM {features} f
    JOIN orders o ON o.customer_id = f.customer_id AND o.ordered_at >= f.as_of AND o.ordered_at < days_before(f.as_of, -{own})
    GROUP BY f.customer_id, f.as_of
) b ON b.customer_id = f.customer_id AND b.as_of = f.as_of
WHERE f.frequency > 0 AND f.recency_days <= {days}
ORDER BY f.as_of, f.customer_id
