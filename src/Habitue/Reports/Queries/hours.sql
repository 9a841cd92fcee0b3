-- One row per weekday (1 Monday) and hour with an order.
SELECT weekday_of(ordered_at) AS weekday, hour_of(ordered_at) AS hour,
    COUNT(*) AS orders, CAST(SUM(revenue) AS DOUBLE) AS revenue
FROM orders
GROUP BY weekday_of(ordered_at), hour_of(ordered_at)
ORDER BY weekday_of(ordered_at), hour_of(ordered_at)
