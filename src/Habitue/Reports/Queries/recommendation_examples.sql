-- Three customers whose recommendations have the most different reasons, with what they ordered last: of each the first
-- three products, and the first three that are new to them.
WITH several AS (
    SELECT customer_id, COUNT(DISTINCT source) AS sources, stable_hash(customer_id) AS lot
    FROM recommendations
    WHERE source <> 'starter'
    GROUP BY customer_id
    ORDER BY sources DESC, lot, customer_id
    LIMIT 3
),
ranked AS (
    SELECT
        r.*, s.sources, s.lot,
        r.source = 'time to buy again' AS is_own,
        ROW_NUMBER() OVER (PARTITION BY r.customer_id, r.source = 'time to buy again' ORDER BY r.place) AS place_of_kind
    FROM recommendations r JOIN several s ON s.customer_id = r.customer_id
),
latest AS (
    SELECT l.customer_id, MAX(l.ordered_at) AS last_at
    FROM order_lines l JOIN several s ON s.customer_id = l.customer_id
    WHERE l.kind = 'product'
    GROUP BY l.customer_id
),
bought AS (
    SELECT customer_id, STRING_AGG(product_name, ', ' ORDER BY product_id) FILTER (WHERE place <= 3) AS products
    FROM (
        SELECT l.customer_id, l.product_id, MAX(p.product_name) AS product_name, ROW_NUMBER() OVER (PARTITION BY l.customer_id ORDER BY SUM(l.amount) DESC, l.product_id) AS place
        FROM order_lines l JOIN latest t ON t.customer_id = l.customer_id AND t.last_at = l.ordered_at JOIN products p ON p.product_id = l.product_id
        GROUP BY l.customer_id, l.product_id
    ) placed
    GROUP BY customer_id
)
SELECT DENSE_RANK() OVER (ORDER BY r.sources DESC, r.lot, r.customer_id) AS number, b.products AS bought, COALESCE(p.product_name, r.product_id) AS product, r.reason
FROM ranked r
JOIN products p ON p.product_id = r.product_id
JOIN bought b ON b.customer_id = r.customer_id
WHERE r.place_of_kind <= 3
ORDER BY number, r.place
