-- The customers whose recommendations have the most different reasons, or the one that is asked for ($1), each with what they last bought and the first $3 recommendations.
WITH chosen AS (
    SELECT customer_id, COUNT(DISTINCT source) AS sources, hash(customer_id) AS lot
    FROM recommendations
    WHERE ($1 = '' AND source <> 'starter') OR customer_id = $1
    GROUP BY customer_id
    ORDER BY sources DESC, lot, customer_id
    LIMIT $2
),
latest AS (
    SELECT l.customer_id, MAX(l.ordered_at) AS last_at FROM sold_lines l JOIN chosen c ON c.customer_id = l.customer_id WHERE l.product_id IS NOT NULL GROUP BY l.customer_id
),
bought AS (
    SELECT customer_id, STRING_AGG(product_name, ', ' ORDER BY amount DESC, product_id) FILTER (WHERE place <= 3) AS products
    FROM (
        SELECT l.customer_id, l.product_id, MAX(COALESCE(l.product_name, l.product_id)) AS product_name, SUM(l.amount) AS amount, ROW_NUMBER() OVER (PARTITION BY l.customer_id ORDER BY SUM(l.amount) DESC, l.product_id) AS place
        FROM sold_lines l JOIN latest t ON t.customer_id = l.customer_id AND t.last_at = l.ordered_at WHERE l.product_id IS NOT NULL
        GROUP BY l.customer_id, l.product_id
    ) placed
    GROUP BY customer_id
)
SELECT r.customer_id AS customer, b.products AS bought, r.product_id, COALESCE(p.product_name, r.product_id) AS product, r.reason, r.source
FROM chosen c JOIN recommendations r ON r.customer_id = c.customer_id LEFT JOIN products p ON p.product_id = r.product_id LEFT JOIN bought b ON b.customer_id = r.customer_id
WHERE r.place <= $3
ORDER BY c.sources DESC, c.lot, c.customer_id, r.place
