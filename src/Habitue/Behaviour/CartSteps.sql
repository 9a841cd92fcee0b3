-- One row per step of $3 days, counted from the end so that the last is whole; a first that is not is left out.
WITH days AS (
    SELECT date_diff('day', CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP)) AS days
),
steps AS (
    SELECT i, CAST($2 AS TIMESTAMP) - to_days(CAST((i + 1) * $3 AS INTEGER)) AS day FROM days, range(days.days // $3) r(i)
),
carts AS (
    SELECT date_diff('day', date_trunc('day', s.started_at), CAST($2 AS TIMESTAMP) - to_days(1)) // $3 AS i, COUNT(*) AS carts, COUNT(*) FILTER (WHERE NOT s.converted) AS abandoned
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND s.has_cart AND {of_session} GROUP BY 1
)
SELECT s.day, COALESCE(c.carts, 0) AS carts, COALESCE(c.abandoned, 0) AS abandoned FROM steps s LEFT JOIN carts c ON c.i = s.i ORDER BY s.day
