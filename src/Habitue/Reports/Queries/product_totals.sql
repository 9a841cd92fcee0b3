-- One row: how much of the revenue the best products bring.
WITH ranked AS (
    SELECT CAST(revenue AS DOUBLE) AS revenue,
        ROW_NUMBER() OVER (ORDER BY revenue DESC, product_id) AS place, COUNT(*) OVER () AS products
    FROM products WHERE revenue > 0
)
SELECT COUNT(*) AS products, COALESCE(SUM(revenue), 0) AS revenue,
    COALESCE(SUM(revenue) FILTER (WHERE place <= 10), 0) AS of_ten,
    COALESCE(SUM(revenue) FILTER (WHERE place <= products * 0.2), 0) AS of_fifth
FROM ranked
