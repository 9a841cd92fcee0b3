-- One row per step of $3 days, counted from the end so that the last is whole; a first that is not is left out.
WITH days AS (
    SELECT date_diff('day', CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP)) AS days
),
steps AS (
    SELECT i, CAST($2 AS TIMESTAMP) - to_days(CAST((i + 1) * $3 AS INTEGER)) AS day FROM days, range(days.days // $3) r(i)
),
sold AS (
    SELECT date_diff('day', date_trunc('day', o.ordered_at), CAST($2 AS TIMESTAMP) - to_days(1)) // $3 AS i, SUM(o.revenue) AS revenue, {orders} AS orders
    FROM {sold} o WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {kept} GROUP BY 1
)
SELECT s.day, COALESCE(sold.revenue, 0) AS revenue, COALESCE(sold.orders, 0) AS orders FROM steps s LEFT JOIN sold ON sold.i = s.i ORDER BY s.day
