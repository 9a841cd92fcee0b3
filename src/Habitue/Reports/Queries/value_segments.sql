SELECT s.rfm_segment AS segment, COUNT(*) AS customers, SUM(v.probability_alive) AS alive, SUM(v.purchases_12m) AS purchases, SUM(v.value_12m) AS value, SUM(v.value_so_far) AS so_far, AVG(v.low_80) AS low, AVG(v.high_80) AS high
FROM customer_values v
JOIN customer_segments s ON s.customer_id = v.customer_id
GROUP BY s.rfm_segment
ORDER BY value DESC, segment
