-- One row per product, the {most} of which most came back from $1 to before $2, with the same from $3 to before $4; only the product $5, unless that is empty.
SELECT 'product' AS part, COALESCE(MAX(p.product_name), MAX(o.product_id), 'not given') AS name, COALESCE(o.product_id, '') AS key,
    COALESCE(SUM(CAST(o.amount AS DOUBLE)) FILTER (WHERE o.returned_at >= $1 AND o.returned_at < $2), 0) AS revenue, COUNT(DISTINCT o.of_order_id) FILTER (WHERE o.returned_at >= $1 AND o.returned_at < $2) AS orders,
    COALESCE(SUM(CAST(o.amount AS DOUBLE)) FILTER (WHERE o.returned_at >= $3 AND o.returned_at < $4), 0) AS before
FROM returns o LEFT JOIN products p ON p.product_id = o.product_id
WHERE o.kind = 'product' AND o.returned_at >= LEAST(CAST($1 AS TIMESTAMP), CAST($3 AS TIMESTAMP)) AND o.returned_at < $2 AND ($5 = '' OR o.product_id = $5) AND {back}
GROUP BY COALESCE(o.product_id, '')
HAVING COALESCE(SUM(CAST(o.amount AS DOUBLE)) FILTER (WHERE o.returned_at >= $1 AND o.returned_at < $2), 0) > 0
ORDER BY revenue DESC, key
LIMIT {most}
