-- One row per month with an order: what was sold, to how many customers, how many of them for the first time.
WITH sold AS (
    SELECT month_of(o.ordered_at) AS month, COUNT(*) AS orders, CAST(SUM(o.revenue) AS DOUBLE) AS revenue,
        COUNT(DISTINCT o.customer_id) FILTER (WHERE o.is_known) AS customers
    FROM orders AS o GROUP BY month_of(o.ordered_at)
), fresh AS (
    SELECT month_of(first_order_at) AS month, COUNT(*) AS customers
    FROM customers WHERE is_known AND first_order_at IS NOT NULL GROUP BY month_of(first_order_at)
), back AS (
    SELECT month_of(returned_at) AS month, CAST(SUM(amount) AS DOUBLE) AS returned
    FROM returns WHERE kind = 'product' GROUP BY month_of(returned_at)
)
SELECT sold.month, sold.orders, sold.revenue, sold.customers, COALESCE(fresh.customers, 0) AS new_customers,
    COALESCE(back.returned, 0) AS returned
FROM sold LEFT JOIN fresh ON fresh.month = sold.month LEFT JOIN back ON back.month = sold.month
ORDER BY sold.month
