-- grain: one row per order and product that stands on more than one line of it
-- use: to count the different products of an order and the different orders of a product from sums of lines; such pairs are few, and finding them once is cheaper than two distinct counts
SELECT order_id, product_id, COUNT(*) - 1 AS more_lines
FROM sold_lines
WHERE product_id IS NOT NULL
GROUP BY order_id, product_id
HAVING COUNT(*) > 1
