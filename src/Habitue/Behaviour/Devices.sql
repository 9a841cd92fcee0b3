-- One row per device: visits and what they brought, from $1 to before $2. Of visits that name none the device is ''; orders that name none are left out, since nobody knows of which visit they are. A customer's visits are alike, so the standard errors are those of ratios
-- with whole customers as the units that chance drew: the root of the sum of (y - ratio * n)^2, over the sum of n.
WITH visits AS (
    SELECT COALESCE(lower(s.device), '') AS device, s.customer_id, COUNT(*) AS visits, COUNT(*) FILTER (WHERE s.converted) AS converted, COUNT(*) FILTER (WHERE s.bounced) AS bounced
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} GROUP BY 1, 2
),
sold AS (
    SELECT lower(o.device) AS device, o.customer_id, COUNT(*) AS orders, CAST(SUM(o.revenue) AS DOUBLE) AS revenue
    FROM orders o WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND o.device IS NOT NULL AND is_in_store(o.channel) IS NOT TRUE AND {of_order} GROUP BY 1, 2
),
customers_of AS (
    SELECT COALESCE(v.device, b.device) AS device, COALESCE(v.customer_id, b.customer_id) AS customer_id, COALESCE(v.visits, 0) AS visits, COALESCE(v.converted, 0) AS converted, COALESCE(v.bounced, 0) AS bounced, COALESCE(b.orders, 0) AS orders, COALESCE(b.revenue, 0) AS revenue
    FROM visits v FULL JOIN sold b ON b.device = v.device AND b.customer_id = v.customer_id
),
sums AS (
    SELECT device, CAST(SUM(visits) AS DOUBLE) AS visits, CAST(SUM(converted) AS DOUBLE) AS converted, CAST(SUM(bounced) AS DOUBLE) AS bounced, CAST(SUM(orders) AS DOUBLE) AS orders, SUM(revenue) AS revenue
    FROM customers_of GROUP BY device
),
lengths AS (
    SELECT COALESCE(lower(s.device), '') AS device, CAST(MEDIAN(s.duration_seconds) FILTER (WHERE NOT s.bounced) AS DOUBLE) AS length
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} GROUP BY 1
),
errors AS (
    SELECT c.device, SQRT(SUM(POW(c.converted - t.converted / t.visits * c.visits, 2))) / MIN(t.visits) AS conversion_error, SQRT(SUM(POW(c.revenue - t.revenue / t.visits * c.visits, 2))) / MIN(t.visits) AS spend_error
    FROM customers_of c JOIN sums t ON t.device = c.device WHERE t.visits > 0 GROUP BY c.device
)
SELECT t.device, CAST(t.visits AS BIGINT) AS visits, CAST(t.converted AS BIGINT) AS converted, t.converted / t.visits AS conversion, e.conversion_error, CAST(t.orders AS BIGINT) AS orders, t.revenue, t.revenue / t.visits AS spend, e.spend_error,
    t.bounced / t.visits AS bounced, l.length
FROM sums t JOIN errors e ON e.device = t.device LEFT JOIN lengths l ON l.device = t.device
WHERE t.visits > 0
ORDER BY t.visits DESC, t.device
