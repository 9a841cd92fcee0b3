-- Everybody who ever bought. Who has stayed away for longer than the shop's horizon is called lapsed: there is nothing left to foretell.
SELECT
    f.customer_id,
    f.as_of,
    s.probability,
    CAST({own} AS INTEGER) AS horizon_days,
    f.recency_days AS days_since_last_order,
    CASE
        WHEN s.probability IS NULL THEN 'lapsed'
        WHEN s.probability >= {high} THEN 'high'
        WHEN s.probability >= {medium} THEN 'medium'
        ELSE 'low'
    END AS risk_class,
    CAST(f.spend_365d AS DECIMAL(18,4)) AS spend_365d,
    CAST(ROUND(s.probability * CAST(f.spend_365d AS DOUBLE), 4) AS DECIMAL(18,4)) AS expected_loss,
    s.model,
    s.version
FROM customer_features f
LEFT JOIN {scored} s ON s.customer_id = f.customer_id
WHERE f.frequency > 0 AND (s.customer_id IS NOT NULL OR f.recency_days > {days})
ORDER BY f.customer_id
