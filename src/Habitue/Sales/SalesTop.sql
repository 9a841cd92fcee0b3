-- One row per part and value of it, for each part the {most} values that sold most from $1 to before $2, with the same from $3 to before $4. The rows are read once for all parts.
WITH sold AS MATERIALIZED (
    SELECT {columns}, o.ordered_at >= $1 AS is_now, o.ordered_at >= $3 AND o.ordered_at < $4 AS is_before, SUM(o.revenue) AS revenue, {counts}
    FROM {sold} o
    WHERE o.ordered_at >= LEAST(CAST($1 AS TIMESTAMP), CAST($3 AS TIMESTAMP)) AND o.ordered_at < $2 AND {kept}
    GROUP BY {columns}, is_now, is_before
),
parts AS ({parts}),
placed AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY part ORDER BY revenue DESC, key NULLS FIRST) AS place FROM parts WHERE revenue > 0
)
SELECT p.part, COALESCE((SELECT MAX(c.product_name) FROM product_codes c WHERE p.part = 'product' AND c.product_id = p.key), p.key, 'not given') AS name, COALESCE(p.key, '') AS key,
    CAST(p.revenue AS DOUBLE) AS revenue, CAST(COALESCE(p.orders, 0) AS BIGINT) AS orders, COALESCE(CAST(p.before AS DOUBLE), 0) AS before
FROM placed p
WHERE p.place <= {most}
ORDER BY p.part, p.place
