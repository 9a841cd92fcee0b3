-- grain: one row per order and code in it, charges and what cost nothing included
-- use: what lies together, counted as research on invoices does
SELECT l.order_id, l.product_id, MIN(l.occurred_at) AS ordered_at, CASE WHEN BOOL_OR(l.is_known) THEN MIN(l.customer_id) END AS customer_id
FROM events l
WHERE l.event = 'Order Completed' AND l.quantity > 0 AND l.is_cancellation IS NOT TRUE AND l.is_bot IS NOT TRUE
    AND l.product_id IS NOT NULL AND l.order_id IS NOT NULL AND l.occurred_at < {as_of} AND {part}
GROUP BY l.order_id, l.product_id
