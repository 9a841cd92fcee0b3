-- customer_segments: one row per customer who bought: scores from 1 to 5 for recency, frequency and money (5 is best, equal
-- customers score equal), the name of their field in the RFM grid, their segment, how surely they belong to it, which one is
-- the second likeliest, and their place on the map of customers. A business rule that holds decides the segment; what was
-- found in the data stands beside it.
CREATE OR REPLACE TABLE customer_segments AS
WITH ranked AS (
    SELECT
        customer_id,
        as_of,
        PERCENT_RANK() OVER (ORDER BY recency_days DESC) AS recency_place,
        PERCENT_RANK() OVER (ORDER BY frequency) AS frequency_place,
        PERCENT_RANK() OVER (ORDER BY monetary) AS monetary_place
    FROM customer_features
    WHERE frequency > 0 AND recency_days IS NOT NULL
),
scored AS (
    SELECT
        customer_id,
        as_of,
        CAST(LEAST(5, 1 + FLOOR(5 * recency_place)) AS INTEGER) AS rfm_r,
        CAST(LEAST(5, 1 + FLOOR(5 * frequency_place)) AS INTEGER) AS rfm_f,
        CAST(LEAST(5, 1 + FLOOR(5 * monetary_place)) AS INTEGER) AS rfm_m
    FROM ranked
)
SELECT
    s.customer_id,
    s.as_of,
    s.rfm_r,
    s.rfm_f,
    s.rfm_m,
    CASE
        WHEN s.rfm_r = 5 AND s.rfm_f >= 4 THEN 'Champions'
        WHEN s.rfm_r >= 3 AND s.rfm_f >= 4 THEN 'Loyal'
        WHEN s.rfm_r >= 4 AND s.rfm_f >= 2 THEN 'Potential loyalists'
        WHEN s.rfm_r = 5 THEN 'New customers'
        WHEN s.rfm_r = 4 THEN 'Promising'
        WHEN s.rfm_r = 3 AND s.rfm_f = 3 THEN 'Need attention'
        WHEN s.rfm_r = 3 THEN 'About to sleep'
        WHEN s.rfm_f = 5 THEN 'Cannot lose them'
        WHEN s.rfm_f >= 3 THEN 'At risk'
        WHEN s.rfm_r = 2 THEN 'Hibernating'
        ELSE 'Lost'
    END AS rfm_segment,
    m.segment_id AS cluster,
    m.segment AS cluster_name,
    c.pc1,
    c.pc2,
    m.found_id AS found_cluster,
    m.found AS found_name,
    c.chance,
    second.name AS second_segment,
    c.second_chance,
    c.silhouette
FROM scored AS s
LEFT JOIN cluster_of AS c ON c.customer_id = s.customer_id
LEFT JOIN members_at AS m ON m.customer_id = s.customer_id AND m.days_before = 0
LEFT JOIN segment_names AS second ON second.id = c.second_id
ORDER BY s.customer_id
