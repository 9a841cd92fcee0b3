-- grain: one row per customer of two arms of one experiment whose days are over
-- use: what was known of each customer before their exposure, beside what they did after it
--
-- Features are those of the last moment at or before the exposure; a moment knows only what lies before it, so nothing that the test did is among them.
-- Who was not known then is left out. Several ids of one customer count once, with the id that bought most.
WITH judged AS (
{values}
),
known AS (
    SELECT COALESCE(i.first_id, f.customer_id) AS whose, f.*
    FROM {features} f
    LEFT JOIN experiment_ids i ON i.id = f.customer_id
    QUALIFY ROW_NUMBER() OVER (PARTITION BY COALESCE(i.first_id, f.customer_id), f.as_of ORDER BY f.frequency DESC, f.customer_id) = 1
)
SELECT j.customer_id, j.variant = $2 AS is_treated, j.first_value AS outcome, k.* EXCLUDE (whose, customer_id, as_of)
FROM judged j
ASOF JOIN known k ON k.whose = j.customer_id AND j.exposed_at >= k.as_of
WHERE j.variant IN ($2, $3)
