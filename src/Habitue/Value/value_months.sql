-- How many repeat purchases fell into each month of the calendar, as known at {moment}: days on which a customer bought and kept something, but for the first.
WITH back AS (
    SELECT of_order_id, SUM(amount) AS amount FROM returns WHERE returned_at < {moment} AND of_order_id IS NOT NULL GROUP BY of_order_id
),
days AS (
    SELECT o.customer_id, CAST(o.ordered_at AS DATE) AS day
    FROM orders o
    LEFT JOIN back b ON b.of_order_id = o.order_id
    WHERE o.is_known AND o.ordered_at < {moment} AND {part}
    GROUP BY o.customer_id, CAST(o.ordered_at AS DATE)
    HAVING SUM(o.revenue - COALESCE(b.amount, 0)) > 0.005
)
SELECT CAST(month(day) AS INTEGER) AS month, COUNT(*) AS repeats
FROM (SELECT day, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY day) AS place FROM days) numbered
WHERE place > 1
GROUP BY month(day)
ORDER BY month(day)
