-- The $1 bundles with the most sold beyond chance.
SELECT product_names, price, baskets, nearly_baskets, lift, worth
FROM bundles
ORDER BY place
LIMIT CAST($1 AS BIGINT)
