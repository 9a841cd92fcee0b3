-- One row per country: that of the order, else that of the customer.
WITH placed AS (
    SELECT COALESCE(o.country, c.country, 'Not given') AS country, o.customer_id, o.is_known, o.revenue
    FROM orders AS o LEFT JOIN customers AS c ON c.customer_id = o.customer_id
)
SELECT country, COUNT(*) AS orders, COUNT(DISTINCT customer_id) FILTER (WHERE is_known) AS customers,
    CAST(SUM(revenue) AS DOUBLE) AS revenue
FROM placed
GROUP BY country
ORDER BY SUM(revenue) DESC, country
