-- What the findings are made of, as of $1: the last 30 days beside the 30 before, and who earns how much.
WITH known AS (
    SELECT customer_id, SUM(CAST(revenue AS DOUBLE)) AS spent, COUNT(*) AS orders, COALESCE(SUM(CAST(returned AS DOUBLE)), 0) AS returned
    FROM orders
    WHERE is_known AND ordered_at < $1
    GROUP BY customer_id
),
ranked AS (
    SELECT *, ROW_NUMBER() OVER (ORDER BY spent DESC, customer_id) AS place, COUNT(*) OVER () AS customers FROM known
),
customers AS (
    SELECT
        COALESCE(SUM(spent) FILTER (WHERE place <= CEIL(customers / 10.0)), 0) / NULLIF(SUM(spent), 0) AS first_tenth,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE orders = 1) AS bought_once,
        COALESCE(SUM(returned), 0) AS returned,
        COALESCE(SUM(spent), 0) AS revenue
    FROM ranked
),
months AS (
    SELECT
        COALESCE(SUM(CAST(revenue AS DOUBLE)) FILTER (WHERE ordered_at >= $1 - INTERVAL 30 DAY), 0) AS revenue_now,
        COALESCE(SUM(CAST(revenue AS DOUBLE)) FILTER (WHERE ordered_at < $1 - INTERVAL 30 DAY), 0) AS revenue_before,
        COUNT(*) FILTER (WHERE ordered_at >= $1 - INTERVAL 30 DAY) AS orders_now,
        COUNT(*) FILTER (WHERE ordered_at < $1 - INTERVAL 30 DAY) AS orders_before
    FROM orders
    WHERE ordered_at >= $1 - INTERVAL 60 DAY AND ordered_at < $1
)
SELECT m.*, c.* FROM months m CROSS JOIN customers c
