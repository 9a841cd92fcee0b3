-- One row: by how much device $3 is above device $4 in conversion and in spend a visit, each with its standard error. Some customers use both,
-- so what each customer adds to the difference is summed, not the errors of the two devices.
WITH visits AS (
    SELECT lower(s.device) AS device, s.customer_id, COUNT(*) AS visits, COUNT(*) FILTER (WHERE s.converted) AS converted
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND lower(s.device) IN ($3, $4) AND {of_session} GROUP BY 1, 2
),
sold AS (
    SELECT lower(o.device) AS device, o.customer_id, CAST(SUM(o.revenue) AS DOUBLE) AS revenue
    FROM orders o WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND lower(o.device) IN ($3, $4) AND is_in_store(o.channel) IS NOT TRUE AND {of_order} GROUP BY 1, 2
),
customers_of AS (
    SELECT COALESCE(v.device, b.device) AS device, COALESCE(v.customer_id, b.customer_id) AS customer_id, CAST(COALESCE(v.visits, 0) AS DOUBLE) AS visits, CAST(COALESCE(v.converted, 0) AS DOUBLE) AS converted, COALESCE(b.revenue, 0) AS revenue
    FROM visits v FULL JOIN sold b ON b.device = v.device AND b.customer_id = v.customer_id
),
sums AS (
    SELECT device, SUM(visits) AS visits, SUM(converted) AS converted, SUM(revenue) AS revenue FROM customers_of GROUP BY device
),
adds AS (
    SELECT c.customer_id,
        SUM(CASE WHEN c.device = $3 THEN 1 ELSE -1 END * (c.converted - t.converted / t.visits * c.visits) / t.visits) AS conversion,
        SUM(CASE WHEN c.device = $3 THEN 1 ELSE -1 END * (c.revenue - t.revenue / t.visits * c.visits) / t.visits) AS spend
    FROM customers_of c JOIN sums t ON t.device = c.device GROUP BY c.customer_id
),
errors AS (
    SELECT SQRT(SUM(POW(conversion, 2))) AS conversion_error, SQRT(SUM(POW(spend, 2))) AS spend_error FROM adds
)
SELECT a.converted / a.visits - b.converted / b.visits AS conversion, e.conversion_error, a.revenue / a.visits - b.revenue / b.visits AS spend, e.spend_error
FROM sums a CROSS JOIN sums b CROSS JOIN errors e
WHERE a.device = $3 AND b.device = $4 AND a.visits > 0 AND b.visits > 0
