-- One row per place in a visit and pair of things done one after the other there, with the number of visits; what follows nothing more is followed by NULL.
-- The same thing several times running is one thing. Visits began from $1 to before $2; with a thing to start from ($3), a visit is looked at from its first such thing on.
-- Which visit a thing was done in is asked of all visits, and only then whether that visit counts: else it would go to the one before.
WITH visits AS (
    SELECT s.session_key, hash(s.customer_id) AS person, s.started_at, s.ended_at, {of_session} AS counts FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {sampled_session}
),
-- What an event is takes several times as long to tell as whose it is, so it is asked only of those that count.
done AS (
    SELECT hash(e.customer_id) AS person, e.occurred_at, {name} AS action
    FROM events e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_days(1) AND CASE WHEN {sampled_event} THEN {counted} AND (e.type <> 'track' OR e.event = 'Order Completed' OR is_visit(e.event, e.channel)) ELSE FALSE END AND {of_event}
),
placed AS (
    SELECT hash(s.session_key) AS visit, d.occurred_at, d.action
    FROM done d ASOF JOIN visits s ON s.person = d.person AND d.occurred_at >= s.started_at
    WHERE s.counts AND minutes_between(s.ended_at, d.occurred_at) < 30
),
changes AS (
    SELECT visit, occurred_at, action, LAG(action) OVER (PARTITION BY visit ORDER BY occurred_at, action) AS before FROM placed
),
numbered AS (
    SELECT visit, action, ROW_NUMBER() OVER (PARTITION BY visit ORDER BY occurred_at, action) AS place, LEAD(action) OVER (PARTITION BY visit ORDER BY occurred_at, action) AS next
    FROM changes WHERE before IS DISTINCT FROM action
),
begun AS (
    SELECT visit, MIN(place) AS first FROM numbered WHERE $3 = '' OR action = $3 GROUP BY visit
)
SELECT CAST(n.place - b.first AS INTEGER) AS place, n.action, n.next, COUNT(*) AS visits
FROM numbered n JOIN begun b ON b.visit = n.visit
WHERE n.place >= b.first AND n.place - b.first < $4
GROUP BY 1, 2, 3
ORDER BY 1, 4 DESC, 2, 3
