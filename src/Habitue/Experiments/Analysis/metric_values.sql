-- grain: one row per customer of one experiment whose days are over, for one metric
-- use: what each customer did in their days after the exposure, as the comparison of arms counts it
--
-- Customers whose days are not over yet are left out, so that everybody is judged over the same time; those who saw two variants are left out too.
-- Only customers with an outcome are joined to it; the others count 0.
WITH judged AS (
    SELECT customer_id, variant, exposed_at
    FROM experiment_customers
    WHERE variants = 1 AND exposed_at <= seconds_after(CAST($1 AS TIMESTAMP), -{to_seconds})
),
outcomes AS (
    {outcomes}
),
counted AS (
    SELECT
        j.customer_id,
        COUNT(*) FILTER (WHERE o.at >= seconds_after(j.exposed_at, {from_seconds}) AND o.at < seconds_after(j.exposed_at, {to_seconds})) AS times,
        COALESCE(SUM(o.amount) FILTER (WHERE o.at >= seconds_after(j.exposed_at, {from_seconds}) AND o.at < seconds_after(j.exposed_at, {to_seconds})), 0) AS amount,
        COALESCE(SUM(o.amount) FILTER (WHERE o.at < j.exposed_at AND o.at >= seconds_after(j.exposed_at, -{before_seconds})), 0) AS amount_before
    FROM judged j
    JOIN outcomes o ON o.customer_id = j.customer_id
    GROUP BY j.customer_id
),
values_of AS (
    SELECT j.customer_id, j.variant, j.exposed_at, {first} AS first_value, {second} AS second_value
    FROM judged j
    LEFT JOIN counted c ON c.customer_id = j.customer_id
),
cap AS (
    SELECT quantile_of(first_value, {cap}) AS most FROM values_of
)
SELECT
    v.customer_id,
    v.variant,
    v.exposed_at,
    CASE WHEN {capped} AND cap.most > 0 THEN LEAST(v.first_value, cap.most) ELSE v.first_value END AS first_value,
    v.second_value
FROM values_of v
CROSS JOIN cap
