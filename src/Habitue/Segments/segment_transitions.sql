-- segment_transitions: one row per past moment and pair of segments: how many customers were in the one then, and are in the other now, both divided by the present model.
CREATE OR REPLACE TABLE segment_transitions AS
SELECT
    t.days_before,
    t.as_of AS previous_as_of,
    n.as_of,
    p.segment_id AS from_id,
    COALESCE(p.segment, 'not a customer yet') AS from_segment,
    n.segment_id AS to_id,
    n.segment AS to_segment,
    COUNT(*) AS customers
FROM (SELECT DISTINCT days_before, as_of FROM members_at WHERE days_before > 0) AS t
CROSS JOIN (SELECT as_of, customer_id, segment_id, segment FROM members_at WHERE days_before = 0) AS n
LEFT JOIN members_at AS p ON p.days_before = t.days_before AND p.customer_id = n.customer_id
GROUP BY t.days_before, t.as_of, n.as_of, p.segment_id, p.segment, n.segment_id, n.segment
ORDER BY t.days_before, customers DESC, from_id, to_id
