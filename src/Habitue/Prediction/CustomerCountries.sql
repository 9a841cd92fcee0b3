-- One row per known customer who had bought before {moment}: the country of most of their orders until then.
SELECT customer_id, country
FROM (
    SELECT customer_id, country, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY COUNT(*) DESC, country) AS place
    FROM orders
    WHERE is_known AND ordered_at < {moment} AND country IS NOT NULL
    GROUP BY customer_id, country
) counted
WHERE place = 1
ORDER BY customer_id
