-- One row: the figures of a period, from $1 to before $2. {of_order}, {of_session}, {of_customer} keep to the customers of a segment, and to what was done by a device; a customer counts by the device used most.
-- Active is who visited or ordered; new is who ordered for the first time, returning who had ordered before the period.
WITH sold AS (
    SELECT o.customer_id, o.is_known, o.revenue, c.first_order_at
    FROM orders o LEFT JOIN customers c ON c.customer_id = o.customer_id
    WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {of_order}
),
visits AS (
    SELECT COUNT(*) AS visits, COUNT(*) FILTER (WHERE converted) AS converted FROM {sessions} s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session}
),
seen AS (
    SELECT o.customer_id, o.ordered_at AS moment FROM orders o WHERE o.is_known AND o.ordered_at >= days_before($2, 30) AND o.ordered_at < $2 AND {of_order}
    UNION ALL
    SELECT s.customer_id, s.started_at FROM {sessions} s WHERE s.is_known AND s.started_at >= days_before($2, 30) AND s.started_at < $2 AND {of_session}
),
active AS (
    SELECT COUNT(DISTINCT customer_id) FILTER (WHERE moment >= days_before($2, 1)) AS day, COUNT(DISTINCT customer_id) FILTER (WHERE moment >= days_before($2, 7)) AS week, COUNT(DISTINCT customer_id) AS month
    FROM seen
),
people AS (
    SELECT COUNT(*) AS customers FROM customers c WHERE c.is_known AND c.first_order_at < $2 AND {of_customer}
)
SELECT
    MAX(people.customers) AS customers, MAX(active.day) AS active_day, MAX(active.week) AS active_week, MAX(active.month) AS active_month,
    COUNT(DISTINCT sold.customer_id) FILTER (WHERE sold.is_known AND sold.first_order_at >= $1) AS new_customers,
    COUNT(DISTINCT sold.customer_id) FILTER (WHERE sold.is_known AND sold.first_order_at < $1) AS returning_customers,
    COALESCE(CAST(SUM(sold.revenue) AS DOUBLE), 0) AS revenue, COUNT(sold.revenue) AS orders, MAX(visits.visits) AS visits, MAX(visits.converted) AS converted
FROM people CROSS JOIN active CROSS JOIN visits LEFT JOIN sold ON TRUE
