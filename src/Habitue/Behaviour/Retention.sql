-- One row per month in which customers first bought and month since, as far as such months are over by $3: how many there are, and how many came back in it.
WITH newcomers AS (
    SELECT c.customer_id, date_trunc('month', c.first_order_at) AS cohort
    FROM customers c WHERE c.is_known AND c.first_order_at >= $1 AND c.first_order_at < $2 AND {of_customer}
),
sizes AS (
    SELECT cohort, COUNT(*) AS customers FROM newcomers GROUP BY cohort
),
came AS (
    SELECT n.cohort, date_diff('month', n.cohort, {moment}) AS since, COUNT(DISTINCT n.customer_id) AS came
    FROM newcomers n JOIN {what} a ON a.customer_id = n.customer_id
    WHERE {moment} >= n.cohort
    GROUP BY 1, 2
),
months AS (
    SELECT s.cohort, s.customers, i AS since FROM sizes s, range(60) r(i) WHERE s.cohort + to_months(CAST(i + 1 AS INTEGER)) <= $3
)
SELECT CAST(m.cohort AS TIMESTAMP) AS cohort, CAST(m.since AS INTEGER) AS since, m.customers, COALESCE(c.came, 0) AS came
FROM months m LEFT JOIN came c ON c.cohort = m.cohort AND c.since = m.since
ORDER BY m.cohort, m.since
