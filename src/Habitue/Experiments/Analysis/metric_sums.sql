-- grain: one row per variant of one experiment, for one metric
-- use: all that the comparison of arms needs: how many customers, sums, squares and products of what they did in their days after the exposure
SELECT
    variant,
    CAST(COUNT(*) AS DOUBLE) AS customers,
    SUM(first_value) AS first_sum,
    SUM(first_value * first_value) AS first_squares,
    SUM(second_value) AS second_sum,
    SUM(second_value * second_value) AS second_squares,
    SUM(first_value * second_value) AS cross_sum
FROM (
{values}
) customers
GROUP BY variant
