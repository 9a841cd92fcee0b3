-- issue: The same message id twice
-- kind: set
-- action: reject
-- entity: events
-- field: message_id
-- method: the first is kept, the others are set aside
-- reason: an event with this message id was accepted before
SELECT row_id FROM (
    SELECT s.row_id, ROW_NUMBER() OVER (PARTITION BY s.message_id ORDER BY s.source, s.row_id) AS copy
    FROM staged AS s
    JOIN (SELECT message_id FROM staged WHERE message_id IS NOT NULL GROUP BY message_id HAVING COUNT(*) > 1) AS twice ON twice.message_id = s.message_id
) AS copies
WHERE copy > 1
UNION
SELECT s.row_id
FROM staged AS s
JOIN events AS e ON e.message_id = s.message_id
