-- segment_moves: one row per customer: the segment before and the segment now; NULL before for who had not bought yet, NULL
-- now for who is no longer in the data. segment_migrations: the same counted.
CREATE OR REPLACE TABLE segment_moves AS
SELECT
    COALESCE(cur.customer_id, prev.customer_id) AS customer_id,
    {previous} AS previous_as_of,
    prev.segment_id AS previous_segment_id,
    prev.segment AS previous_segment,
    {moment} AS as_of,
    cur.segment_id,
    cur.segment,
    '{basis}' AS basis
FROM (SELECT * FROM members_at WHERE days_before = 0 AND {any}) AS cur
FULL OUTER JOIN before_now AS prev ON prev.customer_id = cur.customer_id
ORDER BY 1;
CREATE OR REPLACE TABLE segment_migrations AS
SELECT
    m.previous_as_of,
    m.as_of,
    m.basis,
    m.previous_segment_id AS from_id,
    COALESCE(m.previous_segment, 'not a customer yet') AS from_segment,
    m.segment_id AS to_id,
    COALESCE(m.segment, 'no longer a customer') AS to_segment,
    COUNT(*) AS customers,
    CAST(COALESCE(SUM(n.monetary), 0) AS DECIMAL(18,4)) AS value
FROM segment_moves AS m
LEFT JOIN (SELECT customer_id, monetary FROM members_at WHERE days_before = 0) AS n ON n.customer_id = m.customer_id
GROUP BY m.previous_as_of, m.as_of, m.basis, m.previous_segment_id, m.previous_segment, m.segment_id, m.segment
ORDER BY customers DESC, from_id, to_id;
