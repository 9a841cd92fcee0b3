-- grain: one row per returned or cancelled line, without those that say again what an earlier one said
-- use: what a return refers to; return_matches finds the sold lines for it
--
-- A refund or cancellation names the order that it takes back; a negative line of an order stands under that order's own
-- number, which names nothing. scope says how far the claim reaches:
--   whole     the order it names came back completely (cancelled, or refunded in full without a product)
--   order     it names a sold order and a product of it
--   amount    it names a sold order and gives back money, but no product
--   customer  it names a product, but no order that was sold: it is matched to what the customer bought before
--   nothing   neither
--   takes_off no return at all: a negative charge in a sold order, which lowers what that order comes to
-- Once an order has come back as a whole, later claims that name it say the same thing twice and are left out.
WITH named AS (
    SELECT
        r.message_id,
        SUM(s.amount) AS revenue,
        SUM(s.quantity) FILTER (WHERE s.product_id = r.product_id) AS sold_quantity
    FROM return_lines r
    JOIN events s ON s.order_id = r.order_id AND s.occurred_at <= r.occurred_at
    WHERE (r.event <> 'Order Completed' OR r.takes_off) AND is_sale(s.event, s.is_cancellation, s.quantity, s.unit_price) AND s.is_bot IS NOT TRUE
    GROUP BY r.message_id
),
scoped AS (
    SELECT
        r.source, r.source_row, r.message_id, r.event, r.customer_id, r.is_known, r.product_id, r.order_id, r.occurred_at,
        CAST(ABS(r.amount) AS DECIMAL(18,4)) AS amount,
        COALESCE(ABS(r.quantity), n.sold_quantity, 1) AS quantity,
        CASE WHEN n.revenue IS NOT NULL THEN r.order_id END AS of_order_id,
        CASE
            WHEN r.takes_off AND n.revenue IS NOT NULL THEN 'takes_off'
            WHEN n.revenue IS NOT NULL AND r.product_id IS NULL
                AND (r.event = 'Order Cancelled' OR r.amount IS NULL OR ABS(r.amount) >= n.revenue) THEN 'whole'
            WHEN n.sold_quantity IS NOT NULL THEN 'order'
            WHEN n.revenue IS NOT NULL AND r.product_id IS NULL THEN 'amount'
            WHEN r.product_id IS NOT NULL THEN 'customer'
            ELSE 'nothing'
        END AS scope
    FROM return_lines r
    LEFT JOIN named n ON n.message_id = r.message_id
),
placed AS (
    SELECT message_id, of_order_id,
        COUNT(CASE WHEN scope = 'whole' THEN 1 END) OVER (
            PARTITION BY of_order_id ORDER BY occurred_at, source, source_row
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS wholes_before
    FROM scoped
    WHERE of_order_id IS NOT NULL
)
SELECT
    s.source, s.source_row, s.message_id, s.event, s.customer_id, s.is_known, s.product_id, s.order_id, s.of_order_id, s.occurred_at, s.quantity, s.amount, s.scope
FROM scoped s
LEFT JOIN placed p ON p.message_id = s.message_id
WHERE COALESCE(p.wholes_before, 0) = 0
