-- One row per day of the period, also those without anything: revenue, orders, first orders, visits and how many of these ended in an order.
WITH days AS (
    SELECT CAST($1 AS TIMESTAMP) + to_days(CAST(i AS INTEGER)) AS day FROM range(CAST(date_diff('day', CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP)) AS BIGINT)) r(i)
),
sold AS (
    SELECT CAST(o.ordered_at AS DATE) AS day, CAST(SUM(o.revenue) AS DOUBLE) AS revenue, COUNT(*) AS orders
    FROM orders o WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {of_order} GROUP BY 1
),
fresh AS (
    SELECT CAST(c.first_order_at AS DATE) AS day, COUNT(DISTINCT o.customer_id) AS customers FROM orders o JOIN customers c ON c.customer_id = o.customer_id
    WHERE o.is_known AND o.ordered_at >= $1 AND o.ordered_at < $2 AND c.first_order_at >= $1 AND c.first_order_at < $2 AND {of_order} GROUP BY 1
),
visits AS (
    SELECT CAST(s.started_at AS DATE) AS day, COUNT(*) AS visits, COUNT(*) FILTER (WHERE s.converted) AS converted
    FROM {sessions} s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} GROUP BY 1
)
SELECT d.day, COALESCE(sold.revenue, 0) AS revenue, COALESCE(sold.orders, 0) AS orders, COALESCE(fresh.customers, 0) AS new_customers, COALESCE(v.visits, 0) AS visits, COALESCE(v.converted, 0) AS converted
FROM days d LEFT JOIN sold ON sold.day = CAST(d.day AS DATE) LEFT JOIN fresh ON fresh.day = CAST(d.day AS DATE) LEFT JOIN visits v ON v.day = CAST(d.day AS DATE)
ORDER BY d.day
