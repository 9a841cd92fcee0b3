-- The customers who at each moment of {features} had bought within the last {days} days, with all that was known of them then,
-- and whether they stayed away: no order within their own horizon after it, or within the days until {until} where that comes sooner.
WITH asked AS (
    SELECT
        f.*,
        -- LEAST passes over what is NULL: then nothing cuts the horizon short.
        CAST(LEAST({own}, whole_days_between(f.as_of, {until})) AS INTEGER) AS own_horizon_days,
        {until} AS known_at
    FROM {features} f
    WHERE f.frequency > 0 AND f.recency_days <= {days}
)
SELECT a.*, b.customer_id IS NULL AS stayed_away
FROM asked a
LEFT JOIN (
    SELECT a.customer_id, a.as_of
    FROM asked a
    JOIN orders o ON o.customer_id = a.customer_id AND o.ordered_at >= a.as_of AND o.ordered_at < days_before(a.as_of, -a.own_horizon_days)
    GROUP BY a.customer_id, a.as_of
) b ON b.customer_id = a.customer_id AND b.as_of = a.as_of
ORDER BY a.as_of, a.customer_id
