-- grain: one row per variant of one experiment, for one metric
-- use: all that the comparison of arms needs: how many customers, sums, squares and products of what they did in their days after the exposure
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
    SELECT j.variant, {first} AS first_value, {second} AS second_value
    FROM judged j
    LEFT JOIN counted c ON c.customer_id = j.customer_id
),
cap AS (
    SELECT quantile_of(first_value, {cap}) AS most FROM values_of
),
capped AS (
    SELECT v.variant, CASE WHEN {capped} AND cap.most > 0 THEN LEAST(v.first_value, cap.most) ELSE v.first_value END AS first_value, v.second_value
    FROM values_of v
    CROSS JOIN cap
)
SELECT
    variant,
    CAST(COUNT(*) AS DOUBLE) AS customers,
    SUM(first_value) AS first_sum,
    SUM(first_value * first_value) AS first_squares,
    SUM(second_value) AS second_sum,
    SUM(second_value * second_value) AS second_squares,
    SUM(first_value * second_value) AS cross_sum
FROM capped
GROUP BY variant
