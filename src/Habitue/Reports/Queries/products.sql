-- One row per product among the $1 that sold most.
SELECT product_id, COALESCE(product_name, product_id) AS product_name, CAST(revenue AS DOUBLE) AS revenue,
    CAST(units AS DOUBLE) AS units, orders, buyers, CAST(COALESCE(returned_units, 0) AS DOUBLE) AS returned_units
FROM products
WHERE revenue > 0
ORDER BY revenue DESC, product_id
LIMIT CAST($1 AS BIGINT)
