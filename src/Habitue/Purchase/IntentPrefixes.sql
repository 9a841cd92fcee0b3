-- One row per beginning of a visit: what a visitor had done up to its 1st, 2nd, 3rd, 5th, 8th … event, and whether the visit
-- led to an order afterwards.
--
-- Of the rest of the visit nothing is read, nor of what it taught: not who the visitor turned out to be, for many say so only
-- when they buy. What follows an order is left out.
WITH chosen AS (
    SELECT s.session_key, s.customer_id, s.started_at, s.ended_at, s.converted
    FROM sessions s
    WHERE s.ended_at <= minutes_before(as_of(), 30) AND stable_hash(s.session_key) % 1000000 < {share}
),
ordered AS (
    SELECT c.session_key, MIN(o.ordered_at) AS ordered_at
    FROM chosen c
    JOIN orders o ON o.customer_id = c.customer_id AND o.ordered_at >= c.started_at AND minutes_between(c.ended_at, o.ordered_at) < 30
    WHERE c.converted
    GROUP BY c.session_key
),
happened AS (
    SELECT
        c.session_key, c.started_at, c.converted, v.occurred_at, lower(v.device) AS device, v.kind,
        ROW_NUMBER() OVER (PARTITION BY c.session_key ORDER BY v.occurred_at, v.kind) AS number
    FROM chosen c
    JOIN visit_events v ON v.customer_id = c.customer_id AND v.occurred_at >= c.started_at AND v.occurred_at <= c.ended_at
        AND c.session_key = v.customer_id || '/' || COALESCE(v.session_id || '/', '') || CAST(c.started_at AS VARCHAR)
    LEFT JOIN ordered o ON o.session_key = c.session_key
    WHERE o.ordered_at IS NULL OR v.occurred_at < o.ordered_at
),
so_far AS (
    SELECT
        session_key, started_at, converted, occurred_at, device, number,
        COUNT(*) FILTER (WHERE kind = 'page') OVER past AS pages,
        COUNT(*) FILTER (WHERE kind = 'product') OVER past AS products,
        COUNT(*) FILTER (WHERE kind = 'search') OVER past AS searches,
        COUNT(*) FILTER (WHERE kind = 'add') OVER past AS cart_adds,
        COUNT(*) FILTER (WHERE kind = 'remove') OVER past AS cart_removes,
        COUNT(*) FILTER (WHERE kind = 'checkout') OVER past AS checkouts,
        LAG(occurred_at) OVER (PARTITION BY session_key ORDER BY number) AS before_at
    FROM happened
    WINDOW past AS (PARTITION BY session_key ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT
    session_key,
    started_at,
    device,
    number AS events,
    pages,
    products,
    searches,
    cart_adds,
    cart_removes,
    cart_adds - cart_removes AS in_cart,
    checkouts,
    seconds_between(started_at, occurred_at) / 60.0 AS minutes,
    COALESCE(seconds_between(before_at, occurred_at), 0) AS seconds_since_before,
    seconds_between(started_at, occurred_at) / CAST(number AS DOUBLE) AS seconds_per_event,
    hour_of(started_at) AS hour,
    weekday_of(started_at) AS weekday,
    converted AS orders
FROM so_far
WHERE number IN (1, 2, 3, 5, 8, 13, 21)
ORDER BY started_at, session_key, number
