-- grain: one row per returned or cancelled line, as the source tells it
-- use: the first step towards returns; return_claims finds out what each of them refers to
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount
FROM events
WHERE event = 'Order Refunded' AND is_bot IS NOT TRUE
UNION ALL
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount
FROM events
WHERE event = 'Order Cancelled' AND is_bot IS NOT TRUE
UNION ALL
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount
FROM events
WHERE event = 'Order Completed' AND quantity < 0 AND is_cancellation AND is_bot IS NOT TRUE
UNION ALL
-- A negative quantity without a price is a stock correction, not a return.
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount
FROM events
WHERE event = 'Order Completed' AND quantity < 0 AND unit_price > 0 AND is_cancellation IS NOT TRUE AND is_bot IS NOT TRUE
