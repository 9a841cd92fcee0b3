-- grain: one row per visit to a site or app
-- use: how people move before they buy: length, pages, carts, conversion, bounces
--
-- A session is the visit events of one customer under one session id of the source (or without one), until 30 minutes of
-- silence. Silence ends it also when the source goes on with the same id: so a session that ended 30 minutes before a moment
-- cannot be changed by what comes after it. An order belongs to the session of its id, or else to the last one of its
-- customer that had begun, as long as that had not been silent for 30 minutes; orders from a till belong to none.
--
-- An id whose events lie within 30 minutes is one session as it stands; only the others have to be put in order.
WITH ids AS (
    SELECT
        customer_id,
        session_id,
        BOOL_OR(is_known) AS is_known,
        MIN(occurred_at) AS started_at,
        MAX(occurred_at) AS ended_at,
        MAX(seconds_after(occurred_at, LEAST(GREATEST(COALESCE(duration_seconds, 0), 0), 1800))) AS left_at,
        COUNT(*) AS events,
        COUNT(*) FILTER (WHERE kind = 'page') AS page_views,
        COUNT(*) FILTER (WHERE kind = 'product') AS product_views,
        COUNT(*) FILTER (WHERE kind = 'search') AS searches,
        COUNT(*) FILTER (WHERE kind = 'add') AS cart_adds,
        COUNT(*) FILTER (WHERE kind = 'remove') AS cart_removes,
        COUNT(*) FILTER (WHERE kind = 'checkout') AS checkouts,
        MAX(device) AS device,
        MAX(channel) AS channel,
        MAX(country) AS country
    FROM visit_events
    GROUP BY customer_id, session_id
),
long_ids AS (
    SELECT customer_id, session_id
    FROM ids
    WHERE session_id IS NULL OR minutes_between(started_at, ended_at) >= 30
),
marked AS (
    SELECT
        v.customer_id, v.session_id, v.is_known, v.occurred_at, v.device, v.channel, v.country, v.duration_seconds, v.kind,
        CASE WHEN minutes_between(LAG(v.occurred_at) OVER (PARTITION BY v.customer_id, v.session_id ORDER BY v.occurred_at), v.occurred_at) < 30
            THEN 0 ELSE 1 END AS starts
    FROM visit_events v
    JOIN long_ids i ON i.customer_id = v.customer_id AND i.session_id IS NOT DISTINCT FROM v.session_id
),
numbered AS (
    SELECT
        marked.*,
        -- Events of one moment share a number, whatever their order.
        SUM(starts) OVER (PARTITION BY customer_id, session_id ORDER BY occurred_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM marked
),
parts AS (
    SELECT
        customer_id,
        session_id,
        BOOL_OR(is_known) AS is_known,
        MIN(occurred_at) AS started_at,
        MAX(occurred_at) AS ended_at,
        MAX(seconds_after(occurred_at, LEAST(GREATEST(COALESCE(duration_seconds, 0), 0), 1800))) AS left_at,
        COUNT(*) AS events,
        COUNT(*) FILTER (WHERE kind = 'page') AS page_views,
        COUNT(*) FILTER (WHERE kind = 'product') AS product_views,
        COUNT(*) FILTER (WHERE kind = 'search') AS searches,
        COUNT(*) FILTER (WHERE kind = 'add') AS cart_adds,
        COUNT(*) FILTER (WHERE kind = 'remove') AS cart_removes,
        COUNT(*) FILTER (WHERE kind = 'checkout') AS checkouts,
        MAX(device) AS device,
        MAX(channel) AS channel,
        MAX(country) AS country
    FROM numbered
    GROUP BY customer_id, session_id, number
),
whole AS (
    SELECT customer_id, session_id, is_known, started_at, ended_at, left_at, events, page_views, product_views, searches, cart_adds, cart_removes, checkouts, device, channel, country
    FROM ids
    WHERE session_id IS NOT NULL AND minutes_between(started_at, ended_at) < 30
    UNION ALL
    SELECT customer_id, session_id, is_known, started_at, ended_at, left_at, events, page_views, product_views, searches, cart_adds, cart_removes, checkouts, device, channel, country
    FROM parts
),
grouped AS (
    SELECT
        customer_id || '/' || COALESCE(session_id || '/', '') || CAST(started_at AS VARCHAR) AS session_key,
        whole.*
    FROM whole
),
bought AS (
    SELECT order_id, customer_id, session_id, MIN(occurred_at) AS ordered_at
    FROM events
    WHERE is_sale(event, is_cancellation, quantity, unit_price) AND is_bot IS NOT TRUE
        AND is_in_store(channel) IS NOT TRUE
        AND customer_id IN (SELECT customer_id FROM grouped)
    GROUP BY order_id, customer_id, session_id
),
-- For orders without a session id: when the customer's last session before them began.
unnamed AS (
    SELECT customer_id, order_id, ordered_at FROM bought WHERE session_id IS NULL
),
begun AS (
    SELECT customer_id, started_at, MAX(session_key) AS session_key, MAX(ended_at) AS ended_at
    FROM grouped
    WHERE customer_id IN (SELECT customer_id FROM unnamed)
    GROUP BY customer_id, started_at
),
moments AS (
    SELECT customer_id, order_id, moment, MAX(began) OVER (PARTITION BY customer_id ORDER BY moment RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
    FROM (
        SELECT customer_id, CAST(NULL AS VARCHAR) AS order_id, started_at AS moment, started_at AS began FROM begun
        UNION ALL
        SELECT customer_id, order_id, ordered_at, CAST(NULL AS TIMESTAMP) FROM unnamed
    ) both_kinds
),
placed AS (
    SELECT g.session_key, b.order_id
    FROM bought b
    JOIN grouped g ON g.customer_id = b.customer_id AND g.session_id = b.session_id
    WHERE g.started_at <= b.ordered_at AND minutes_between(g.ended_at, b.ordered_at) < 30
    UNION ALL
    SELECT g.session_key, m.order_id
    FROM moments m
    JOIN begun g ON g.customer_id = m.customer_id AND g.started_at = m.began
    WHERE m.order_id IS NOT NULL AND minutes_between(g.ended_at, m.moment) < 30
),
sold AS (
    SELECT session_key, COUNT(*) AS orders FROM placed GROUP BY session_key
)
SELECT
    g.session_key,
    g.customer_id,
    g.is_known,
    g.started_at,
    g.ended_at,
    seconds_between(g.started_at, g.left_at) AS duration_seconds,
    g.events,
    g.page_views,
    g.product_views,
    g.searches,
    g.cart_adds,
    g.cart_removes,
    g.checkouts,
    COALESCE(s.orders, 0) AS orders,
    g.events = 1 AND s.orders IS NULL AS bounced,
    g.cart_adds > 0 OR g.checkouts > 0 AS has_cart,
    s.orders IS NOT NULL AS converted,
    g.device,
    g.channel,
    g.country
FROM grouped g
LEFT JOIN sold s ON s.session_key = g.session_key
