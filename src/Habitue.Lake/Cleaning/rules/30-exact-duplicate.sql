-- issue: Exact duplicate rows
-- kind: set
-- action: reject
-- entity: events
-- method: the first of equal rows is kept, the others are set aside
-- reason: every column equals an earlier row
SELECT row_id FROM (
    SELECT row_id, ROW_NUMBER() OVER (PARTITION BY content_hash, occurred_at, order_id, product_id, quantity, unit_price ORDER BY source, row_id) AS copy
    FROM alike
    WHERE content_hash IS NOT NULL
) AS copies
WHERE copy > 1
UNION
SELECT s.row_id
FROM staged AS s
JOIN events AS e ON e.content_hash = s.content_hash AND e.occurred_at = s.occurred_at
