-- issue: Exact duplicate rows
-- kind: set
-- action: reject
-- entity: events
-- method: the first of equal rows is kept, the others are set aside
-- reason: every column equals an earlier row
SELECT row_id FROM (
    SELECT s.row_id, ROW_NUMBER() OVER (PARTITION BY s.content_hash, s.occurred_at, s.order_id, s.product_id, s.quantity, s.unit_price ORDER BY s.source, s.row_id) AS copy
    FROM staged AS s
    JOIN (SELECT content_hash FROM staged GROUP BY content_hash HAVING COUNT(*) > 1) AS twice ON twice.content_hash = s.content_hash
) AS copies
WHERE copy > 1
UNION
SELECT s.row_id
FROM staged AS s
JOIN events AS e ON e.content_hash = s.content_hash AND e.occurred_at = s.occurred_at
