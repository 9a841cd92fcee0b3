-- grain: one row per product code named in any event
-- use: what the code is called, what it usually costs, and its kind: goods or a charge (postage, fee, voucher)
--
-- Usual is what most sold lines say. The kind follows from the code and the first name it was seen with, so that no later
-- event can change it.
WITH seen AS (
    SELECT
        product_id,
        product_name,
        unit_price,
        MIN(occurred_at) AS first_at,
        COUNT(*) AS events,
        COUNT(*) FILTER (WHERE is_sale(event, is_cancellation, quantity, unit_price)) AS sales
    FROM events
    WHERE product_id IS NOT NULL AND is_bot IS NOT TRUE
    GROUP BY product_id, product_name, unit_price
),
names AS (
    -- Sold lines count first, then any event.
    SELECT product_id, product_name, MIN(first_at) AS first_at, SUM(sales) * 1000000000 + SUM(events) AS weight
    FROM seen
    WHERE product_name IS NOT NULL
    GROUP BY product_id, product_name
),
name_tops AS (
    SELECT product_id, MIN(first_at) AS first_at, MAX(weight) AS weight FROM names GROUP BY product_id
),
named AS (
    SELECT
        n.product_id,
        MIN(n.product_name) FILTER (WHERE n.first_at = t.first_at) AS first_name,
        MIN(n.product_name) FILTER (WHERE n.weight = t.weight) AS usual_name
    FROM names n
    JOIN name_tops t ON t.product_id = n.product_id
    GROUP BY n.product_id
),
prices AS (
    SELECT product_id, unit_price, SUM(sales) AS sales FROM seen WHERE sales > 0 GROUP BY product_id, unit_price
),
price_tops AS (
    SELECT product_id, MAX(sales) AS sales FROM prices GROUP BY product_id
),
priced AS (
    SELECT p.product_id, MAX(p.unit_price) AS usual_price
    FROM prices p
    JOIN price_tops t ON t.product_id = p.product_id AND t.sales = p.sales
    GROUP BY p.product_id
),
categories AS (
    SELECT product_id, category, COUNT(*) AS events
    FROM events
    WHERE product_id IS NOT NULL AND category IS NOT NULL AND is_bot IS NOT TRUE
    GROUP BY product_id, category
),
category_tops AS (
    SELECT product_id, MAX(events) AS events FROM categories GROUP BY product_id
),
categorized AS (
    SELECT c.product_id, MIN(c.category) AS category
    FROM categories c
    JOIN category_tops t ON t.product_id = c.product_id AND t.events = c.events
    GROUP BY c.product_id
),
codes AS (
    SELECT product_id, MIN(first_at) AS first_at FROM seen GROUP BY product_id
)
SELECT
    c.product_id,
    n.usual_name AS product_name,
    g.category,
    p.usual_price,
    c.first_at,
    CASE WHEN is_service_code(c.product_id, n.first_name) IS TRUE THEN 'charge' ELSE 'product' END AS kind
FROM codes c
LEFT JOIN named n ON n.product_id = c.product_id
LEFT JOIN categorized g ON g.product_id = c.product_id
LEFT JOIN priced p ON p.product_id = c.product_id
