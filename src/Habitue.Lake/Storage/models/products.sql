-- grain: one row per product that was sold, seen in an event, or is in the catalogue; charges are left out
-- use: what sells: price, revenue, buyers and returns by product
WITH sold AS (
    SELECT
        product_id,
        MIN(ordered_at) AS first_sold_at,
        MAX(ordered_at) AS last_sold_at,
        COUNT(*) AS lines,
        SUM(quantity) AS units,
        SUM(amount) AS revenue,
        COUNT(DISTINCT customer_id) AS buyers
    FROM sold_lines
    WHERE product_id IS NOT NULL
    GROUP BY product_id
),
repeated AS (
    SELECT product_id, SUM(more_lines) AS more_lines FROM repeated_products GROUP BY product_id
),
back AS (
    SELECT product_id, SUM(quantity) AS units FROM returns WHERE product_id IS NOT NULL GROUP BY product_id
),
listed AS (
    SELECT
        product_id,
        MIN(product_name) AS product_name,
        MIN(category) AS category,
        MIN(price) AS price,
        SUM(stock) AS stock
    FROM catalogue
    WHERE product_id IS NOT NULL
    GROUP BY product_id
),
ids AS (
    SELECT product_id FROM product_codes WHERE kind = 'product'
    UNION
    SELECT product_id FROM listed WHERE product_id NOT IN (SELECT product_id FROM product_codes WHERE kind = 'charge')
)
SELECT
    i.product_id,
    COALESCE(c.product_name, k.product_name) AS product_name,
    COALESCE(c.category, k.category) AS category,
    COALESCE(k.usual_price, c.price) AS price,
    s.first_sold_at,
    s.last_sold_at,
    CAST(COALESCE(s.lines, 0) - COALESCE(r.more_lines, 0) AS BIGINT) AS orders,
    COALESCE(s.units, 0) AS units,
    CAST(COALESCE(s.revenue, 0) AS DECIMAL(18,4)) AS revenue,
    COALESCE(b.units, 0) AS returned_units,
    COALESCE(s.buyers, 0) AS buyers,
    CAST(c.stock AS BIGINT) AS stock
FROM ids i
LEFT JOIN product_codes k ON k.product_id = i.product_id
LEFT JOIN listed c ON c.product_id = i.product_id
LEFT JOIN sold s ON s.product_id = i.product_id
LEFT JOIN repeated r ON r.product_id = i.product_id
LEFT JOIN back b ON b.product_id = i.product_id
