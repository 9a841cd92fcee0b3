-- The days on which the customers of {customers} bought before the present moment, refunds taken off.
SELECT o.customer_id, CAST(o.ordered_at AS DATE) AS day
FROM orders o
LEFT JOIN (SELECT of_order_id, SUM(amount) AS amount FROM returns WHERE returned_at < as_of() GROUP BY of_order_id) b ON b.of_order_id = o.order_id
WHERE o.is_known AND o.ordered_at < as_of() AND o.customer_id IN ({customers})
GROUP BY o.customer_id, CAST(o.ordered_at AS DATE)
HAVING SUM(o.revenue - COALESCE(b.amount, 0)) > 0.005
ORDER BY o.customer_id, CAST(o.ordered_at AS DATE)
