SELECT COUNT(*) AS customers, COALESCE(SUM(value_12m), 0) AS value, COALESCE(SUM(probability_alive), 0) AS alive, COALESCE(SUM(purchases_12m), 0) AS purchases,
    COALESCE((SELECT SUM(value_12m) FROM (SELECT value_12m FROM customer_values ORDER BY value_12m DESC LIMIT GREATEST(1, (SELECT COUNT(*) FROM customer_values) // 10)) best), 0) AS best
FROM customer_values
