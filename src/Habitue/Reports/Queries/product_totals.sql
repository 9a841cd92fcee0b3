-- One row: how much of the revenue the best products bring.
WITH ranked AS (
    SELECT revenue,
        ROW_NUMBER() OVER (ORDER BY revenue DESC, product_id) AS place, COUNT(*) OVER () AS products
    FROM products WHERE revenue > 0
)
SELECT COUNT(*) AS products, COALESCE(CAST(SUM(revenue) AS DOUBLE), 0) AS revenue,
    COALESCE(CAST(SUM(revenue) FILTER (WHERE place <= 10) AS DOUBLE), 0) AS of_ten,
    COALESCE(CAST(SUM(revenue) FILTER (WHERE place <= products * 0.2) AS DOUBLE), 0) AS of_fifth
FROM ranked
