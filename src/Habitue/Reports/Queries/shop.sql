-- One row: the figures at the head of the report.
WITH sold AS (
    SELECT COUNT(*) AS orders, COUNT(*) FILTER (WHERE is_known) AS known_orders,
        COALESCE(CAST(SUM(revenue) AS DOUBLE), 0) AS revenue, COALESCE(CAST(SUM(goods) AS DOUBLE), 0) AS goods,
        COALESCE(CAST(SUM(revenue) FILTER (WHERE is_known) AS DOUBLE), 0) AS known_revenue,
        MIN(ordered_at) AS first_order, MAX(ordered_at) AS last_order
    FROM orders
), people AS (
    SELECT COUNT(*) FILTER (WHERE is_known AND orders > 0) AS customers,
        COUNT(*) FILTER (WHERE is_known AND orders > 1) AS returning_customers,
        COUNT(*) FILTER (WHERE is_known AND COALESCE(orders, 0) = 0) AS without_order
    FROM customers
), back AS (
    SELECT COALESCE(CAST(SUM(amount) AS DOUBLE), 0) AS returned FROM returns WHERE kind = 'product'
)
SELECT orders, known_orders, revenue, goods, known_revenue, first_order, last_order,
    customers, returning_customers, without_order, returned
FROM sold CROSS JOIN people CROSS JOIN back
