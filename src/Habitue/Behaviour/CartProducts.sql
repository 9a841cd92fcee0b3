-- One row per product that was put into carts of visits from $1 to before $2: in how many carts it stayed, and how many of these did not end in an order, with the
-- units and the worth that were left. What was taken out again is not left. The first row, without a product, is all of them together.
WITH carts AS (
    SELECT hash(s.session_key) AS visit, hash(s.customer_id) AS person, s.started_at, s.ended_at, s.converted FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND s.has_cart AND {of_session} AND {sampled_session}
),
moved AS (
    SELECT hash(e.customer_id) AS person, e.occurred_at, e.product_id, e.product_name, CASE WHEN e.event = 'Product Added' THEN 1 ELSE -1 END * COALESCE(e.quantity, 1) AS quantity, CAST(e.unit_price AS DOUBLE) AS price
    FROM events e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_days(1) AND e.type = 'track' AND e.event IN ('Product Added', 'Product Removed') AND e.is_bot IS NOT TRUE AND e.product_id IS NOT NULL AND {of_event} AND {sampled_event}
),
held AS (
    SELECT s.visit, s.converted, m.product_id, MAX(m.product_name) AS product_name, SUM(m.quantity) AS units, MAX(m.price) AS price
    FROM moved m ASOF JOIN carts s ON s.person = m.person AND m.occurred_at >= s.started_at
    WHERE m.occurred_at <= s.ended_at
    GROUP BY s.visit, s.converted, m.product_id
    HAVING SUM(m.quantity) > 0
),
summed AS (
    SELECT product_id, MAX(product_name) AS product_name, COUNT(DISTINCT visit) AS carts, COUNT(DISTINCT visit) FILTER (WHERE NOT converted) AS left_carts, COALESCE(CAST(SUM(units) FILTER (WHERE NOT converted) AS DOUBLE), 0) AS left_units, SUM(units * price) FILTER (WHERE NOT converted) AS worth
    FROM held
    GROUP BY GROUPING SETS ((), (product_id))
)
SELECT s.product_id, COALESCE({product_name}s.product_name, s.product_id) AS product, s.carts, s.left_carts, s.left_units, s.worth
FROM summed s {products}
WHERE s.product_id IS NULL OR s.left_carts > 0
ORDER BY s.product_id IS NOT NULL, s.worth DESC NULLS LAST, s.left_carts DESC, s.product_id
LIMIT $3
