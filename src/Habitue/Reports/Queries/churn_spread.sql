-- One row per segment and tenth of the probability to stay away (0 to 9).
SELECT COALESCE(s.rfm_segment, 'Without a segment') AS segment, CAST(LEAST(9, FLOOR(r.probability * 10)) AS BIGINT) AS band, COUNT(*) AS customers, SUM(r.probability) AS expected, SUM(CAST(r.expected_loss AS DOUBLE)) AS loss
FROM churn_risks AS r LEFT JOIN customer_segments AS s ON s.customer_id = r.customer_id
WHERE r.probability IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
