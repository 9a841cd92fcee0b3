-- grain: one row per returned or cancelled line, as the source tells it
-- use: the first step towards returns; return_claims finds out what each of them refers to
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount, FALSE AS takes_off
FROM events
WHERE event = 'Order Refunded' AND is_bot IS NOT TRUE
UNION ALL
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount, FALSE AS takes_off
FROM events
WHERE event = 'Order Cancelled' AND is_bot IS NOT TRUE
UNION ALL
SELECT source, source_row, message_id, event, customer_id, is_known, product_id, order_id, occurred_at, quantity, amount, FALSE AS takes_off
FROM events
WHERE event = 'Order Completed' AND quantity < 0 AND is_cancellation AND is_bot IS NOT TRUE
UNION ALL
-- A negative quantity without a price is a stock correction, not a return.
-- A negative charge, such as a discount with a line of its own, may take money off the order that it stands in.
SELECT
    e.source, e.source_row, e.message_id, e.event, e.customer_id, e.is_known, e.product_id, e.order_id, e.occurred_at, e.quantity, e.amount,
    COALESCE(k.kind = 'charge', FALSE) AS takes_off
FROM events e
LEFT JOIN product_codes k ON k.product_id = e.product_id
WHERE e.event = 'Order Completed' AND e.quantity < 0 AND e.unit_price > 0 AND e.is_cancellation IS NOT TRUE AND e.is_bot IS NOT TRUE
