-- Twenty groups of equally many customers, from the least expected value to the largest: what is typical of each.
SELECT place, COUNT(*) AS customers, AVG(value_12m) AS value, AVG(low_80) AS low_80, AVG(high_80) AS high_80, AVG(low_95) AS low_95, AVG(high_95) AS high_95, SUM(value_12m) AS total, AVG(probability_alive) AS alive
FROM (SELECT *, NTILE(20) OVER (ORDER BY value_12m, customer_id) AS place FROM customer_values) placed
GROUP BY place
ORDER BY place
