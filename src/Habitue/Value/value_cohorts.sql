-- grain: one row per month of the first order and full month since
-- use: what customers who began in a month have brought so far, net of refunds
WITH moves AS (
    SELECT customer_id, ordered_at AS at, revenue AS amount, 1 AS orders FROM orders WHERE is_known AND ordered_at < as_of()
    UNION ALL
    SELECT customer_id, returned_at, -amount, 0 FROM returns WHERE is_known AND returned_at < as_of()
),
beginnings AS (
    SELECT customer_id, month_of(MIN(ordered_at)) AS cohort FROM orders WHERE is_known AND ordered_at < as_of() GROUP BY customer_id
),
sizes AS (
    SELECT cohort, COUNT(*) AS customers FROM beginnings GROUP BY cohort
),
ages AS (
    SELECT s.cohort, s.customers, CAST(m.month AS INTEGER) AS months_since
    FROM sizes s
    JOIN range(0, 1200) m(month) ON s.cohort + to_months(CAST(m.month AS INTEGER)) <= month_of(as_of() - to_microseconds(1))
),
sums AS (
    SELECT b.cohort, CAST(date_diff('month', b.cohort, month_of(m.at)) AS INTEGER) AS months_since, SUM(m.amount) AS amount, COUNT(DISTINCT m.customer_id) FILTER (WHERE m.orders = 1) AS buyers
    FROM moves m
    JOIN beginnings b ON b.customer_id = m.customer_id
    WHERE m.at >= b.cohort
    GROUP BY 1, 2
)
SELECT
    a.cohort,
    a.months_since,
    a.customers,
    COALESCE(s.buyers, 0) AS buyers,
    CAST(COALESCE(s.amount, 0) AS DOUBLE) AS revenue,
    CAST(SUM(COALESCE(s.amount, 0)) OVER (PARTITION BY a.cohort ORDER BY a.months_since) AS DOUBLE) / a.customers AS value_per_customer,
    a.cohort + to_months(a.months_since + 1) <= as_of() AS is_complete
FROM ages a
LEFT JOIN sums s ON s.cohort = a.cohort AND s.months_since = a.months_since
ORDER BY a.cohort, a.months_since
