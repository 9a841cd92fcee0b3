-- What each product was called and cost in the orders before {moment}; the kind of goods is the catalogue's where it says.
-- Of several names the last in the alphabet: capitals only, as tills print them, come before that.
SELECT
    s.product_id,
    s.product_name,
    COALESCE(p.category, s.category) AS category,
    s.price,
    s.last_sold_at
FROM (
    SELECT product_id, MAX(product_name) AS product_name, MIN(category) AS category, CAST(median_of(unit_price) AS DOUBLE) AS price, MAX(ordered_at) AS last_sold_at
    FROM order_lines
    WHERE kind = 'product' AND product_id IS NOT NULL AND ordered_at < {moment}
    GROUP BY product_id
) s
LEFT JOIN (SELECT product_id, MIN(category) AS category FROM catalogue WHERE product_id IS NOT NULL GROUP BY product_id) p ON p.product_id = s.product_id
ORDER BY s.product_id
