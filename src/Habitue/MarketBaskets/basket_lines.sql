-- grain: one row per order and product sold in it; charges are left out
-- use: what lies together
SELECT l.order_id, l.product_id, MIN(l.ordered_at) AS ordered_at, CASE WHEN BOOL_OR(l.is_known) THEN MIN(l.customer_id) END AS customer_id
FROM sold_lines l
JOIN product_codes k ON k.product_id = l.product_id
WHERE k.kind = 'product' AND l.ordered_at < {as_of} AND {part}
GROUP BY l.order_id, l.product_id
