-- Over all customers who bought within the horizon: how many, how many are expected to stay away, what that costs, how many are at high risk; and how many are gone already.
SELECT
    COUNT(probability) AS customers,
    COALESCE(SUM(probability), 0) AS expected,
    COALESCE(SUM(CAST(expected_loss AS DOUBLE)), 0) AS loss,
    COUNT(*) FILTER (WHERE risk_class = 'high') AS high,
    COALESCE(SUM(CAST(expected_loss AS DOUBLE)) FILTER (WHERE risk_class = 'high'), 0) AS high_loss,
    COUNT(*) FILTER (WHERE risk_class = 'lapsed') AS lapsed,
    (SELECT CAST(horizon_days AS BIGINT) FROM churn_horizon) AS days,
    (SELECT words FROM churn_horizon) AS why
FROM churn_risks
