-- One row per horizon: how many customers have a probability, how many of them are expected to buy, and the mean of the likeliest tenth.
SELECT CAST(horizon_days AS BIGINT) AS days, COUNT(*) AS customers, SUM(probability) AS expected, AVG(probability) FILTER (WHERE tenth = 1) AS likeliest
FROM (SELECT horizon_days, probability, NTILE(10) OVER (PARTITION BY horizon_days ORDER BY probability DESC, customer_id) AS tenth FROM purchase_scores) ranked
GROUP BY horizon_days
ORDER BY horizon_days
