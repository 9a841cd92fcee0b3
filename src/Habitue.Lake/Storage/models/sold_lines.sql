-- grain: one row per sold line
-- use: what other models and features read of sales; order_lines adds kind, outlier flags and returns to it
-- as: view
SELECT
    e.message_id AS line_id,
    e.source,
    e.source_row,
    -- Lines without an order number that one customer bought at one moment are one order.
    CASE WHEN e.order_id IS NOT NULL THEN e.order_id ELSE '~' || e.customer_id || '/' || CAST(e.occurred_at AS VARCHAR) END AS order_id,
    e.customer_id,
    e.is_known,
    e.occurred_at AS ordered_at,
    e.product_id,
    e.product_name,
    e.category,
    e.quantity,
    e.unit_price,
    e.amount,
    e.discount,
    e.country,
    e.channel,
    e.device,
    e.coupon,
    e.payment_method
FROM events e
WHERE is_sale(e.event, e.is_cancellation, e.quantity, e.unit_price) AND e.is_bot IS NOT TRUE
