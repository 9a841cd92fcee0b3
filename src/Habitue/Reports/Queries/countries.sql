-- One row per country that orders came from.
SELECT COALESCE(country, 'Not given') AS country, COUNT(*) AS orders,
    COUNT(DISTINCT customer_id) FILTER (WHERE is_known) AS customers, CAST(SUM(revenue) AS DOUBLE) AS revenue
FROM orders
GROUP BY COALESCE(country, 'Not given')
ORDER BY SUM(revenue) DESC, country
