-- grain: one row per order that was sold: at least one line with positive quantity and price that is no cancellation
-- use: what was bought when, by whom, for how much, and what of it came back
--
-- revenue is goods and charges as they were priced; a discount with a line of its own is a negative charge. discount is what
-- the source says was taken off, in such lines or beside the price.
WITH sold AS (
    SELECT
        order_id,
        MIN(customer_id) AS customer_id,
        BOOL_OR(is_known) AS is_known,
        MIN(ordered_at) AS ordered_at,
        MAX(ordered_at) AS last_line_at,
        MIN(country) AS country,
        MIN(channel) AS channel,
        MIN(device) AS device,
        MIN(coupon) AS coupon,
        MIN(payment_method) AS payment_method,
        COUNT(*) AS lines,
        COUNT(product_id) AS coded_lines,
        SUM(quantity) AS quantity,
        SUM(discount) AS discount,
        SUM(amount) AS revenue
    FROM sold_lines
    GROUP BY order_id
),
repeated AS (
    SELECT order_id, SUM(more_lines) AS more_lines FROM repeated_products GROUP BY order_id
),
charged AS (
    SELECT order_id, COUNT(*) AS lines, COUNT(DISTINCT product_id) AS codes, SUM(quantity) AS quantity, SUM(amount) AS amount
    FROM charge_lines
    GROUP BY order_id
),
taken_off AS (
    SELECT of_order_id AS order_id, SUM(amount) AS amount, MAX(occurred_at) AS last_at
    FROM return_claims
    WHERE scope = 'takes_off'
    GROUP BY of_order_id
),
matched AS (
    SELECT of_order_id AS order_id, SUM(quantity) AS quantity, SUM(amount) AS amount
    FROM (
        SELECT of_order_id, quantity, amount FROM return_matches
        UNION ALL
        SELECT of_order_id, 0 AS quantity, amount FROM returns WHERE of_source_row IS NULL AND matched
    ) parts
    GROUP BY of_order_id
)
SELECT
    s.order_id,
    s.customer_id,
    s.is_known,
    s.ordered_at,
    GREATEST(s.last_line_at, t.last_at) AS last_line_at,
    s.country,
    s.channel,
    s.device,
    s.coupon,
    s.payment_method,
    s.lines,
    s.lines - COALESCE(c.lines, 0) AS product_lines,
    ROUND(s.quantity - COALESCE(c.quantity, 0), 6) AS units,
    CAST(s.coded_lines - COALESCE(r.more_lines, 0) - COALESCE(c.codes, 0) AS BIGINT) AS products,
    CAST(s.revenue - COALESCE(c.amount, 0) AS DECIMAL(18,4)) AS goods,
    CAST(COALESCE(c.amount, 0) - COALESCE(t.amount, 0) AS DECIMAL(18,4)) AS charges,
    CAST(CASE WHEN t.amount IS NULL THEN s.discount ELSE COALESCE(s.discount, 0) + t.amount END AS DECIMAL(18,4)) AS discount,
    CAST(s.revenue - COALESCE(t.amount, 0) AS DECIMAL(18,4)) AS revenue,
    CAST(COALESCE(m.amount, 0) AS DECIMAL(18,4)) AS returned,
    COALESCE(m.quantity >= s.quantity OR m.amount >= s.revenue - COALESCE(t.amount, 0), FALSE) AS is_cancelled
FROM sold s
LEFT JOIN repeated r ON r.order_id = s.order_id
LEFT JOIN charged c ON c.order_id = s.order_id
LEFT JOIN taken_off t ON t.order_id = s.order_id
LEFT JOIN matched m ON m.order_id = s.order_id
