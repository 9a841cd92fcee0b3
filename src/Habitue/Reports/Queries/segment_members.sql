-- The customers of each segment who ordered for most, as many as a list can hold.
SELECT segment_id, customer_id, orders, value, recency_days, chance, second_segment
FROM (
    SELECT s.cluster AS segment_id, s.customer_id, CAST(f.frequency AS BIGINT) AS orders, CAST(f.monetary AS DOUBLE) AS value, CAST(f.recency_days AS DOUBLE) AS recency_days,
        s.chance, COALESCE(s.second_segment, '') AS second_segment,
        ROW_NUMBER() OVER (PARTITION BY s.cluster ORDER BY f.monetary DESC, s.customer_id) AS place
    FROM customer_segments s JOIN customer_features f ON f.customer_id = s.customer_id
    WHERE s.cluster IS NOT NULL
) AS ranked
WHERE place <= $1
ORDER BY segment_id, place
