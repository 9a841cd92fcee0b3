-- One row per day with a sale, whatever the range of time that is looked at. {sold} is orders or their products, {first} what counts an order once, {kept} what they are kept to.
SELECT CAST(CAST(o.ordered_at AS DATE) AS TIMESTAMP) AS day, CAST(SUM(o.revenue) AS DOUBLE) AS revenue, COUNT(*) FILTER (WHERE {first}) AS orders, CAST(SUM(o.units) AS DOUBLE) AS units, COALESCE(CAST(SUM(o.discount) AS DOUBLE), 0) AS discount
FROM {sold} o
WHERE {kept}
GROUP BY CAST(o.ordered_at AS DATE)
ORDER BY day
