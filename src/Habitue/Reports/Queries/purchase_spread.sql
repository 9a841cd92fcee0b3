-- One row per segment and tenth of probability (0 to 9) within so many days.
SELECT COALESCE(s.rfm_segment, 'Without a segment') AS segment, CAST(LEAST(9, FLOOR(p.probability * 10)) AS BIGINT) AS band, COUNT(*) AS customers, SUM(p.probability) AS expected
FROM purchase_scores AS p LEFT JOIN customer_segments AS s ON s.customer_id = p.customer_id
WHERE p.horizon_days = $1
GROUP BY 1, 2
ORDER BY 1, 2
