-- Every customer with a purchase before {moment}, as it was known then, and what came in the {horizon} days after it.
-- A purchase is a day on which more was ordered than came back of it; refunds count from the moment on which they were made. A purchase far beyond all others
-- (on the scale of logarithms more than three times the middle half's width above it) counts up to there: it says little of the next one, or is a slip of the till.
WITH back AS (
    SELECT of_order_id, SUM(amount) FILTER (WHERE returned_at < {moment}) AS amount_then, SUM(amount) AS amount
    FROM returns
    WHERE returned_at < {end} AND of_order_id IS NOT NULL
    GROUP BY of_order_id
),
bought_days AS (
    SELECT
        o.customer_id, o.ordered_at < {moment} AS known, CAST(o.ordered_at AS DATE) AS day,
        SUM(o.revenue - COALESCE(CASE WHEN o.ordered_at < {moment} THEN b.amount_then ELSE b.amount END, 0)) AS amount
    FROM orders o
    LEFT JOIN back b ON b.of_order_id = o.order_id
    WHERE o.is_known AND o.ordered_at < {end} AND {part}
    GROUP BY o.customer_id, o.ordered_at < {moment}, CAST(o.ordered_at AS DATE)
),
fence AS (
    SELECT CAST(EXP(high + 3 * GREATEST(high - low, 0.5)) AS DECIMAL(18,4)) AS amount
    FROM (
        SELECT quantile_of(LN(CAST(amount AS DOUBLE)), 0.25) AS low, quantile_of(LN(CAST(amount AS DOUBLE)), 0.75) AS high FROM bought_days WHERE known AND amount > 0.005
    ) middle
),
days AS (
    SELECT d.customer_id, d.known, d.day, LEAST(d.amount, f.amount) AS amount FROM bought_days d CROSS JOIN fence f
),
histories AS (
    SELECT
        customer_id,
        COUNT(*) AS purchases,
        CAST(MAX(day) - MIN(day) AS BIGINT) AS recency,
        CAST(CAST(CAST({moment} AS TIMESTAMP) - to_microseconds(1) AS DATE) - MIN(day) AS BIGINT) AS age,
        CAST(SUM(amount) AS DOUBLE) AS spent,
        CAST(MAX(amount) AS DOUBLE) AS largest,
        CAST(arg_min(amount, day) AS DOUBLE) AS first_amount,
        CAST(arg_max(amount, day) AS DOUBLE) AS last_amount,
        COUNT(*) FILTER (WHERE day >= days_before({moment}, {horizon})) AS recent,
        CAST(COALESCE(SUM(amount) FILTER (WHERE day >= days_before({moment}, {horizon})), 0) AS DOUBLE) AS recent_spent,
        COUNT(*) FILTER (WHERE day >= days_before({moment}, 30)) AS recent_30,
        COUNT(*) FILTER (WHERE day >= days_before({moment}, 90)) AS recent_90
    FROM days
    WHERE known AND amount > 0.005
    GROUP BY customer_id
),
coming AS (
    SELECT customer_id, COUNT(*) AS bought FROM days WHERE NOT known AND amount > 0.005 GROUP BY customer_id
),
flow AS (
    SELECT customer_id, SUM(amount) AS amount
    FROM (
        SELECT customer_id, amount FROM days WHERE NOT known
        UNION ALL
        SELECT o.customer_id, -LEAST(r.amount, f.amount) AS amount
        FROM returns r
        JOIN orders o ON o.order_id = r.of_order_id AND o.is_known AND o.ordered_at < {moment} AND {part}
        CROSS JOIN fence f
        WHERE r.returned_at >= {moment} AND r.returned_at < {end}
    ) moves
    GROUP BY customer_id
)
SELECT {columns} h.*, COALESCE(c.bought, 0) AS bought, CAST(COALESCE(w.amount, 0) AS DOUBLE) AS money
FROM histories h
LEFT JOIN coming c ON c.customer_id = h.customer_id
LEFT JOIN flow w ON w.customer_id = h.customer_id
{join}
ORDER BY h.customer_id
