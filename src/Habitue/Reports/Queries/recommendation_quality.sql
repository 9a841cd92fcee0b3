-- How well each way to recommend would have foretold the last purchases; without the comparisons.
SELECT model, is_baseline, is_chosen, part, measure, value, low, high, CAST(customers AS BIGINT) AS customers
FROM recommendation_quality
WHERE measure NOT LIKE '% above %'
