-- The products that people surely come back for most, and after how long.
SELECT product_name AS product, CAST(buyers AS BIGINT) AS buyers, repeat_rate AS share, repeat_rate_low AS low, repeat_rate_high AS high, usual_gap_days AS days
FROM product_repeats
WHERE is_replenishable
ORDER BY repeat_rate_low DESC, product_id
LIMIT 8
