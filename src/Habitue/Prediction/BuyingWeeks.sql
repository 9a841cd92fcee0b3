-- Each of the last {weeks} weeks before {moment}, the latest first: how many known customers had bought before it, and how many of these
-- ordered in it.
WITH weeks AS (
    SELECT CAST(range AS INTEGER) AS week, days_before({moment}, CAST(7 * range AS INTEGER)) AS began, days_before({moment}, CAST(7 * (range - 1) AS INTEGER)) AS ended
    FROM range(1, {weeks} + 1)
),
firsts AS (
    SELECT customer_id, MIN(ordered_at) AS first_at
    FROM orders
    WHERE is_known AND ordered_at < {moment}
    GROUP BY customer_id
),
bought AS (
    SELECT w.week, COUNT(DISTINCT f.customer_id) AS buyers
    FROM orders o
    JOIN firsts f ON f.customer_id = o.customer_id
    JOIN weeks w ON o.ordered_at >= w.began AND o.ordered_at < w.ended AND f.first_at < w.began
    WHERE o.ordered_at >= days_before({moment}, 7 * {weeks}) AND o.ordered_at < {moment}
    GROUP BY w.week
)
SELECT w.week, COUNT(f.customer_id) AS customers, COALESCE(ANY_VALUE(b.buyers), 0) AS buyers
FROM weeks w
LEFT JOIN firsts f ON f.first_at < w.began
LEFT JOIN bought b ON b.week = w.week
GROUP BY w.week
ORDER BY w.week
