-- One row per recency score, frequency score and named segment.
SELECT s.rfm_r AS recency, s.rfm_f AS frequency, s.rfm_segment AS segment, COUNT(*) AS customers,
    COALESCE(CAST(SUM(c.revenue) AS DOUBLE), 0) AS revenue
FROM customer_segments AS s JOIN customers AS c ON c.customer_id = s.customer_id
WHERE s.rfm_r IS NOT NULL AND s.rfm_f IS NOT NULL AND s.rfm_segment IS NOT NULL
GROUP BY s.rfm_r, s.rfm_f, s.rfm_segment
ORDER BY s.rfm_r, s.rfm_f, COUNT(*) DESC, s.rfm_segment
