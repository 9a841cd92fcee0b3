-- Products of the catalogue that nobody had bought before {moment} and that are there to be sold, at most {most}.
SELECT p.product_id, p.product_name, p.category, CAST(p.price AS DOUBLE) AS price
FROM products p
WHERE (p.first_sold_at IS NULL OR p.first_sold_at >= {moment}) AND p.stock > 0
ORDER BY p.product_id
LIMIT {most}
