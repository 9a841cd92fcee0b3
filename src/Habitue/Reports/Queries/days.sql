-- One row per day with an order or a return, in the order of days.
WITH sold AS (
    SELECT CAST(ordered_at AS DATE) AS day, COUNT(*) AS orders, CAST(SUM(revenue) AS DOUBLE) AS revenue
    FROM orders GROUP BY CAST(ordered_at AS DATE)
), back AS (
    SELECT CAST(returned_at AS DATE) AS day, CAST(SUM(amount) AS DOUBLE) AS returned
    FROM returns WHERE kind = 'product' GROUP BY CAST(returned_at AS DATE)
)
SELECT COALESCE(sold.day, back.day) AS day, COALESCE(sold.orders, 0) AS orders,
    COALESCE(sold.revenue, 0) AS revenue, COALESCE(back.returned, 0) AS returned
FROM sold FULL OUTER JOIN back ON back.day = sold.day
ORDER BY COALESCE(sold.day, back.day)
