-- grain: one row per product code named in any event
-- use: what the code is called, what it usually costs, and its kind: goods or a charge (postage, fee, voucher)
--
-- The kind follows from the code and the first name it was seen with, so that no later event can change it.
WITH seen AS (
    SELECT
        product_id,
        product_name,
        category,
        unit_price,
        MIN(occurred_at) AS first_at,
        COUNT(*) AS events,
        COUNT(*) FILTER (WHERE is_sale(event, is_cancellation, quantity, unit_price)) AS sales
    FROM events
    WHERE product_id IS NOT NULL AND is_bot IS NOT TRUE
    GROUP BY product_id, product_name, category, unit_price
),
names AS (
    SELECT
        product_id,
        product_name,
        ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY MIN(first_at), product_name) AS first_place,
        ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY SUM(sales) DESC, SUM(events) DESC, product_name) AS usual_place
    FROM seen
    WHERE product_name IS NOT NULL
    GROUP BY product_id, product_name
),
named AS (
    SELECT
        product_id,
        MAX(product_name) FILTER (WHERE first_place = 1) AS first_name,
        MAX(product_name) FILTER (WHERE usual_place = 1) AS usual_name
    FROM names
    GROUP BY product_id
),
categories AS (
    SELECT product_id, category, ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY SUM(events) DESC, category) AS place
    FROM seen
    WHERE category IS NOT NULL
    GROUP BY product_id, category
),
prices AS (
    SELECT product_id, unit_price, ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY SUM(sales) DESC, unit_price DESC) AS place
    FROM seen
    WHERE sales > 0
    GROUP BY product_id, unit_price
),
codes AS (
    SELECT product_id, MIN(first_at) AS first_at FROM seen GROUP BY product_id
)
SELECT
    c.product_id,
    n.usual_name AS product_name,
    g.category,
    p.unit_price AS usual_price,
    c.first_at,
    CASE WHEN is_service_code(c.product_id, n.first_name) IS TRUE THEN 'charge' ELSE 'product' END AS kind
FROM codes c
LEFT JOIN named n ON n.product_id = c.product_id
LEFT JOIN categories g ON g.product_id = c.product_id AND g.place = 1
LEFT JOIN prices p ON p.product_id = c.product_id AND p.place = 1
