-- One row per known customer, product and order before {as_of}: charges are left out, and of the customers only {part}.
SELECT customer_id, product_id, ordered_at
FROM order_lines
WHERE is_known AND kind = 'product' AND product_id IS NOT NULL AND ordered_at < {as_of} AND {part}
GROUP BY customer_id, product_id, ordered_at
ORDER BY customer_id, product_id, ordered_at
