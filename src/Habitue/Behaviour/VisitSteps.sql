-- One row per step of $3 days, counted from the end so that the last is whole; a first that is not is left out.
WITH days AS (
    SELECT date_diff('day', CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP)) AS days
),
steps AS (
    SELECT i, CAST($2 AS TIMESTAMP) - to_days(CAST((i + 1) * $3 AS INTEGER)) AS day FROM days, range(days.days // $3) r(i)
),
visits AS (
    SELECT date_diff('day', date_trunc('day', s.started_at), CAST($2 AS TIMESTAMP) - to_days(1)) // $3 AS i, COUNT(*) AS visits, CAST(MEDIAN(s.duration_seconds) FILTER (WHERE NOT s.bounced) AS DOUBLE) AS length
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} GROUP BY 1
)
SELECT s.day, COALESCE(v.visits, 0) AS visits, v.length FROM steps s LEFT JOIN visits v ON v.i = s.i ORDER BY s.day
