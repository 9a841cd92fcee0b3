-- grain: one row per customer who was exposed to one experiment
-- use: who is compared with whom: a customer counts from the first exposure on; several ids of one customer count once
WITH exposures AS (
    SELECT COALESCE(i.first_id, x.customer_id) AS customer_id, x.variant, x.exposed_at
    FROM experiment_exposures x
    LEFT JOIN experiment_ids i ON i.id = x.customer_id
    WHERE x.experiment = $1 AND x.exposed_at < CAST($2 AS TIMESTAMP) AND x.exposed_at >= CAST($3 AS TIMESTAMP)
)
SELECT customer_id, MIN(variant) AS variant, MIN(exposed_at) AS exposed_at, COUNT(DISTINCT variant) AS variants
FROM exposures
GROUP BY customer_id
