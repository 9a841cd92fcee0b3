-- One row per weekday (1 Monday) and hour with an order, from $1 to before $2.
SELECT CAST(weekday_of(o.ordered_at) AS INTEGER) AS weekday, CAST(hour_of(o.ordered_at) AS INTEGER) AS hour, CAST(SUM(o.revenue) AS DOUBLE) AS revenue, COUNT(*) FILTER (WHERE {first}) AS orders
FROM {sold} o
WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {kept}
GROUP BY 1, 2
ORDER BY 1, 2
