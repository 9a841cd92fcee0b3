-- members_at: which segment each customer was in at each moment of found_at: what the model finds, unless a business rule holds.
INSERT INTO members_at
SELECT
    d.days_before,
    d.as_of,
    d.customer_id,
    d.found_id,
    n.name AS found,
    d.segment_id,
    own.name AS segment,
    d.monetary,
    d.spend_90d
FROM (
    SELECT c.customer_id, c.days_before, c.as_of, c.found_id, {decide} AS segment_id, CAST(f.monetary AS DECIMAL(18,4)) AS monetary, {spend} AS spend_90d
    FROM found_at AS c
    JOIN {features} AS f ON f.customer_id = c.customer_id AND f.as_of = c.as_of
    JOIN segment_names AS n ON n.id = c.found_id
) AS d
JOIN segment_names AS n ON n.id = d.found_id
JOIN segment_names AS own ON own.id = d.segment_id
