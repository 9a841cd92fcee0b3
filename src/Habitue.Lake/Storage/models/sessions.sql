-- grain: one row per visit to a site or app
-- use: how people move before they buy: length, pages, carts, conversion, bounces
--
-- Sessions are made of what visitors do (is_visit); orders from a till, e-mails and refunds make none. A session ends after
-- 30 minutes of silence, also when the source goes on with the same session id: so a session that ended 30 minutes before a
-- moment cannot be changed by what comes after it. An order belongs to the session of its id, or else to the last one of its
-- customer that had begun, as long as that had not been silent for 30 minutes.
WITH visits AS (
    SELECT customer_id, session_id, is_known, occurred_at, type, event, device, channel, country, duration_seconds
    FROM events
    WHERE type IN ('page', 'screen') AND is_bot IS NOT TRUE
    UNION ALL
    SELECT customer_id, session_id, is_known, occurred_at, type, event, device, channel, country, duration_seconds
    FROM events
    WHERE type = 'track' AND event <> 'Order Completed' AND is_visit(event) AND is_bot IS NOT TRUE
),
marked AS (
    SELECT
        visits.*,
        CASE WHEN minutes_between(LAG(occurred_at) OVER (PARTITION BY customer_id, session_id ORDER BY occurred_at), occurred_at) < 30
            THEN 0 ELSE 1 END AS starts
    FROM visits
),
numbered AS (
    SELECT
        marked.*,
        -- Events of one moment share a number, whatever their order.
        SUM(starts) OVER (PARTITION BY customer_id, session_id ORDER BY occurred_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
    FROM marked
),
grouped AS (
    SELECT
        customer_id || '/' || COALESCE(session_id || '/', '') || CAST(MIN(occurred_at) AS VARCHAR) AS session_key,
        customer_id,
        session_id,
        BOOL_OR(is_known) AS is_known,
        MIN(occurred_at) AS started_at,
        MAX(occurred_at) AS ended_at,
        MAX(seconds_after(occurred_at, LEAST(GREATEST(COALESCE(duration_seconds, 0), 0), 1800))) AS left_at,
        COUNT(*) AS events,
        COUNT(*) FILTER (WHERE type IN ('page', 'screen')) AS page_views,
        COUNT(*) FILTER (WHERE event = 'Product Viewed') AS product_views,
        COUNT(*) FILTER (WHERE event = 'Products Searched') AS searches,
        COUNT(*) FILTER (WHERE event = 'Product Added') AS cart_adds,
        COUNT(*) FILTER (WHERE event = 'Product Removed') AS cart_removes,
        COUNT(*) FILTER (WHERE event = 'Checkout Started') AS checkouts,
        MAX(device) AS device,
        MAX(channel) AS channel,
        MAX(country) AS country
    FROM numbered
    GROUP BY customer_id, session_id, number
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
moments AS (
    SELECT customer_id, order_id, moment, MAX(began) OVER (PARTITION BY customer_id ORDER BY moment RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
    FROM (
        SELECT customer_id, CAST(NULL AS VARCHAR) AS order_id, started_at AS moment, started_at AS began FROM grouped
        UNION ALL
        SELECT customer_id, order_id, ordered_at, CAST(NULL AS TIMESTAMP) FROM bought WHERE session_id IS NULL
    ) both_kinds
),
begun AS (
    SELECT customer_id, started_at, MAX(session_key) AS session_key, MAX(ended_at) AS ended_at FROM grouped GROUP BY customer_id, started_at
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
