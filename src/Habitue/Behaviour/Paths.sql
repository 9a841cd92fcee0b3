-- One row per place in a visit and pair of things done one after the other there, with the number of visits; what follows nothing more is followed by NULL.
-- The same thing several times running is one thing. Visits began from $1 to before $2; with a thing to start from ($3), a visit is looked at from its first such thing on.
WITH visits AS (
    SELECT s.session_key, s.customer_id, s.started_at, s.ended_at FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} AND {sampled_session}
),
done AS (
    SELECT e.customer_id, e.occurred_at, {name} AS action
    FROM events e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_days(1) AND {counted} AND (e.type <> 'track' OR e.event = 'Order Completed' OR is_visit(e.event, e.channel)) AND {of_event} AND {sampled_event}
),
placed AS (
    SELECT s.session_key, d.occurred_at, d.action
    FROM done d ASOF JOIN visits s ON s.customer_id = d.customer_id AND d.occurred_at >= s.started_at
    WHERE minutes_between(s.ended_at, d.occurred_at) < 30
),
changes AS (
    SELECT session_key, occurred_at, action, LAG(action) OVER (PARTITION BY session_key ORDER BY occurred_at, action) AS before FROM placed
),
numbered AS (
    SELECT session_key, action, ROW_NUMBER() OVER (PARTITION BY session_key ORDER BY occurred_at, action) AS place, LEAD(action) OVER (PARTITION BY session_key ORDER BY occurred_at, action) AS next
    FROM changes WHERE before IS DISTINCT FROM action
),
begun AS (
    SELECT session_key, MIN(place) AS first FROM numbered WHERE $3 = '' OR action = $3 GROUP BY session_key
)
SELECT CAST(n.place - b.first AS INTEGER) AS place, n.action, n.next, COUNT(*) AS visits
FROM numbered n JOIN begun b ON b.session_key = n.session_key
WHERE n.place >= b.first AND n.place - b.first < $4
GROUP BY 1, 2, 3
ORDER BY 1, 4 DESC, 2, 3
