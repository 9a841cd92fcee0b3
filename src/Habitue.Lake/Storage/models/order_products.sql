-- grain: one row per product and category of an order
-- use: what sold by product and category, in one pass: orders are counted by the first_of columns instead of as distinct ids
-- made: when served
--
-- Time, customer, country, channel, device and coupon are those of the order, so that parts and wholes are kept to the same orders. Rows lie in the order of time, so that a short period reads few of them.
-- Orders with some product: the rows with first_of_product; with some category: first_of_category; with a product of a category: all rows.
WITH sold AS (
    SELECT order_id, product_id, category, SUM(quantity) AS units, SUM(amount) AS revenue, SUM(discount) AS discount
    FROM sold_lines
    GROUP BY order_id, product_id, category
)
SELECT
    o.ordered_at,
    o.order_id,
    o.customer_id,
    o.country,
    o.channel,
    o.device,
    o.coupon,
    s.product_id,
    s.category,
    ROUND(s.units, 6) AS units,
    CAST(s.revenue AS DECIMAL(18,4)) AS revenue,
    CAST(s.discount AS DECIMAL(18,4)) AS discount,
    ROW_NUMBER() OVER (PARTITION BY s.order_id, s.product_id ORDER BY s.category) = 1 AS first_of_product,
    ROW_NUMBER() OVER (PARTITION BY s.order_id, s.category ORDER BY s.product_id) = 1 AS first_of_category
FROM sold s
JOIN orders o ON o.order_id = s.order_id
ORDER BY o.ordered_at, o.order_id, s.product_id, s.category
