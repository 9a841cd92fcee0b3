-- The lines of Online Retail that a record of the study is made of: sold lines without those that lie more than three standard deviations
-- off in quantity or price, exactly {records} of them, evenly over all. What is known of a customer is what was known before the order.
WITH orders_before AS (
    SELECT
        order_id,
        customer_id,
        COUNT(*) OVER earlier AS orders_before,
        CAST(COALESCE(SUM(revenue) OVER earlier, 0) AS DOUBLE) AS spent_before,
        date_diff('day', LAG(ordered_at) OVER (PARTITION BY customer_id ORDER BY ordered_at, order_id), ordered_at) AS days_since_order
    FROM orders
    WINDOW earlier AS (PARTITION BY customer_id ORDER BY ordered_at, order_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
lines AS (
    SELECT
        l.quantity,
        CAST(l.unit_price AS DOUBLE) AS unit_price,
        CAST(l.amount AS DOUBLE) AS amount,
        b.orders_before,
        b.spent_before,
        CAST(b.days_since_order AS DOUBLE) AS days_since_order,
        l.country,
        dayname(l.ordered_at) AS weekday,
        ROW_NUMBER() OVER (ORDER BY l.source, l.source_row) AS place,
        COUNT(*) OVER () AS lines
    FROM order_lines l
    LEFT JOIN orders_before b ON b.order_id = l.order_id
    WHERE NOT l.is_far
)
SELECT quantity, unit_price, amount, orders_before, spent_before, days_since_order, country, weekday
FROM lines
WHERE floor(CAST(place AS DOUBLE) * {records} / lines) <> floor(CAST(place - 1 AS DOUBLE) * {records} / lines)
ORDER BY place
