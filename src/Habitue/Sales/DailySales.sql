-- One row per day from $1 to before $2, also those without anything: what was sold. {sold} is orders or their lines, {kept} what they are kept to.
WITH days AS (
    SELECT CAST($1 AS TIMESTAMP) + to_days(CAST(i AS INTEGER)) AS day FROM range(CAST(date_diff('day', CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP)) AS BIGINT)) r(i)
),
sold AS (
    SELECT CAST(o.ordered_at AS DATE) AS day, SUM(o.revenue) AS revenue FROM {sold} o WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {kept} GROUP BY 1
)
SELECT d.day, COALESCE(s.revenue, 0) AS revenue FROM days d LEFT JOIN sold s ON s.day = CAST(d.day AS DATE) ORDER BY d.day
