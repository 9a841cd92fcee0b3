-- What revenue came by, in the period ($1 to before $2) and in the one it is compared with ($3 to before $4): one row per country, channel and product, those with the largest differences first.
WITH parts AS (
    SELECT 'Country' AS kind, COALESCE(o.country, 'not given') AS name, o.country AS key, o.ordered_at, CAST(o.revenue AS DOUBLE) AS amount FROM orders o WHERE {of_order}
    UNION ALL
    SELECT 'Channel', COALESCE(o.channel, 'not given'), o.channel, o.ordered_at, CAST(o.revenue AS DOUBLE) FROM orders o WHERE {of_order}
    UNION ALL
    SELECT 'Product', COALESCE(o.product_name, o.product_id), o.product_id, o.ordered_at, CAST(o.amount AS DOUBLE) FROM sold_lines o WHERE o.product_id IS NOT NULL AND {of_order}
),
sums AS (
    SELECT kind, MAX(name) AS name, key, COALESCE(SUM(amount) FILTER (WHERE ordered_at >= $1 AND ordered_at < $2), 0) AS now, COALESCE(SUM(amount) FILTER (WHERE ordered_at >= $3 AND ordered_at < $4), 0) AS before
    FROM parts GROUP BY kind, key
),
placed AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY ABS(now - before) DESC, name, key) AS place, COUNT(*) OVER (PARTITION BY kind) AS of_kind FROM sums
)
SELECT kind, name, key, now, before FROM placed WHERE place <= 4 AND of_kind > 1 AND now <> before ORDER BY ABS(now - before) DESC, kind, name, key
