-- One row per field of the lines that were sold: how many lines have it.
WITH sold AS MATERIALIZED (
    SELECT COUNT(*) AS lines, COUNT(*) FILTER (WHERE is_known) AS customer, COUNT(product_id) AS product, COUNT(product_name) AS product_name, COUNT(category) AS category, COUNT(quantity) AS quantity, COUNT(unit_price) AS price, COUNT(country) AS country, COUNT(order_id) AS order_number
    FROM events WHERE event = 'Order Completed'
)
SELECT f.place, f.field, f.filled, f.lines FROM (
    SELECT 1 AS place, 'Order number' AS field, order_number AS filled, lines FROM sold UNION ALL
    SELECT 2, 'Customer', customer, lines FROM sold UNION ALL
    SELECT 3, 'Product', product, lines FROM sold UNION ALL
    SELECT 4, 'Product name', product_name, lines FROM sold UNION ALL
    SELECT 5, 'Category', category, lines FROM sold UNION ALL
    SELECT 6, 'Quantity', quantity, lines FROM sold UNION ALL
    SELECT 7, 'Unit price', price, lines FROM sold UNION ALL
    SELECT 8, 'Country', country, lines FROM sold
) f WHERE f.lines > 0 ORDER BY f.place
