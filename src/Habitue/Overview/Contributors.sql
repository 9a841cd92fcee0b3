-- What revenue came by, in the period ($1 to before $2) and in the one it is compared with ($3 to before $4): one row per country, channel and product, those with the largest differences first.
WITH parts AS (
    SELECT 'Country' AS kind, o.country AS key, o.ordered_at >= $1 AS is_now, SUM(o.revenue) AS amount
    FROM orders o WHERE {of_order} AND ((o.ordered_at >= $1 AND o.ordered_at < $2) OR (o.ordered_at >= $3 AND o.ordered_at < $4)) GROUP BY 2, 3
    UNION ALL
    SELECT 'Channel', o.channel, o.ordered_at >= $1, SUM(o.revenue)
    FROM orders o WHERE {of_order} AND ((o.ordered_at >= $1 AND o.ordered_at < $2) OR (o.ordered_at >= $3 AND o.ordered_at < $4)) GROUP BY 2, 3
    UNION ALL
    SELECT 'Product', o.product_id, o.ordered_at >= $1, SUM(o.revenue)
    FROM order_products o WHERE o.product_id IS NOT NULL AND {of_order} AND ((o.ordered_at >= $1 AND o.ordered_at < $2) OR (o.ordered_at >= $3 AND o.ordered_at < $4)) GROUP BY 2, 3
),
sums AS (
    SELECT kind, key, CAST(COALESCE(SUM(amount) FILTER (WHERE is_now), 0) AS DOUBLE) AS now, CAST(COALESCE(SUM(amount) FILTER (WHERE NOT is_now), 0) AS DOUBLE) AS before
    FROM parts GROUP BY kind, key
),
named AS (
    SELECT s.kind, s.key, COALESCE(p.product_name, s.key, 'not given') AS name, s.now, s.before
    FROM sums s LEFT JOIN product_codes p ON s.kind = 'Product' AND p.product_id = s.key
),
placed AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY ABS(now - before) DESC, name, key) AS place, COUNT(*) OVER (PARTITION BY kind) AS of_kind FROM named
)
SELECT kind, name, key, now, before FROM placed WHERE place <= 4 AND of_kind > 1 AND now <> before ORDER BY ABS(now - before) DESC, kind, name, key
