-- grain: one row per known customer with any trace before the as-of date
-- use: what is known of a customer at a moment, for segments, models and people; a run replaces the table
--
-- Only facts with a time before as_of() are read, so nothing that happened later can change a value: lines and orders by
-- their own time (an order whose lines lie on both sides is added up again from the earlier ones), returns by the time of
-- the return, sessions that were over by then, tickets as they stood. A feature whose source has no row before the date is
-- NULL for everybody; a count without events is 0 and a rate without a base is NULL. Sums are exact (money as decimals,
-- gaps in whole seconds), so the same rows give the same bytes in whatever order they are read.
--
-- The comment above each column of the last SELECT is its entry in the catalogue: meaning | unit | source.
WITH straddling AS (
    SELECT order_id FROM orders WHERE ordered_at < as_of() AND last_line_at >= as_of()
),
taken_off AS (
    SELECT of_order_id AS order_id, SUM(amount) AS amount
    FROM return_claims
    WHERE scope = 'takes_off' AND occurred_at < as_of() AND of_order_id IN (SELECT order_id FROM straddling)
    GROUP BY of_order_id
),
bought AS (
    SELECT order_id, customer_id, ordered_at, channel, coupon, lines, product_lines, units, discount, goods, revenue
    FROM orders
    WHERE last_line_at < as_of() AND is_known
    UNION ALL
    SELECT
        l.order_id, MIN(l.customer_id), MIN(l.ordered_at), MIN(l.channel), MIN(l.coupon), COUNT(*),
        COUNT(*) FILTER (WHERE k.kind IS DISTINCT FROM 'charge'),
        ROUND(COALESCE(SUM(l.quantity) FILTER (WHERE k.kind IS DISTINCT FROM 'charge'), 0), 6),
        CAST(CASE WHEN MAX(t.amount) IS NULL THEN SUM(l.discount) ELSE COALESCE(SUM(l.discount), 0) + MAX(t.amount) END AS DECIMAL(18,4)),
        CAST(COALESCE(SUM(l.amount) FILTER (WHERE k.kind IS DISTINCT FROM 'charge'), 0) AS DECIMAL(18,4)),
        CAST(SUM(l.amount) - COALESCE(MAX(t.amount), 0) AS DECIMAL(18,4))
    FROM sold_lines l
    LEFT JOIN product_codes k ON k.product_id = l.product_id
    LEFT JOIN taken_off t ON t.order_id = l.order_id
    WHERE l.ordered_at < as_of() AND l.order_id IN (SELECT order_id FROM straddling)
    GROUP BY l.order_id
    HAVING BOOL_OR(l.is_known)
),
gapped AS (
    SELECT
        bought.*,
        seconds_between(LAG(ordered_at) OVER (PARTITION BY customer_id ORDER BY ordered_at), ordered_at) AS gap_seconds
    FROM bought
),
orders_of AS (
    SELECT
        customer_id,
        COUNT(*) AS orders,
        MIN(ordered_at) AS first_at,
        MAX(ordered_at) AS last_at,
        SUM(revenue) AS revenue,
        SUM(goods) AS goods,
        MAX(revenue) AS largest,
        SUM(product_lines) AS product_lines,
        ROUND(SUM(units), 6) AS units,
        SUM(discount) AS discount,
        COUNT(*) FILTER (WHERE discount > 0 OR coupon IS NOT NULL) AS discounted,
        COUNT(*) FILTER (WHERE is_in_store(channel)) AS in_store,
        COUNT(channel) AS with_channel,
        COUNT(*) FILTER (WHERE weekday_of(ordered_at) >= 6) AS weekend,
        COUNT(*) FILTER (WHERE hour_of(ordered_at) >= 18) AS evening,
        COUNT(DISTINCT month_of(ordered_at)) AS months,
        COUNT(*) FILTER (WHERE ordered_at >= days_before(as_of(), 30)) AS orders_30,
        COUNT(*) FILTER (WHERE ordered_at >= days_before(as_of(), 90)) AS orders_90,
        COUNT(*) FILTER (WHERE ordered_at >= days_before(as_of(), 365)) AS orders_365,
        COUNT(*) FILTER (WHERE ordered_at >= days_before(as_of(), 395) AND ordered_at < days_before(as_of(), 305)) AS orders_of_season,
        COALESCE(SUM(revenue) FILTER (WHERE ordered_at >= days_before(as_of(), 30)), 0) AS spend_30,
        COALESCE(SUM(revenue) FILTER (WHERE ordered_at >= days_before(as_of(), 90)), 0) AS spend_90,
        COALESCE(SUM(revenue) FILTER (WHERE ordered_at >= days_before(as_of(), 180)), 0) AS spend_180,
        COALESCE(SUM(revenue) FILTER (WHERE ordered_at >= days_before(as_of(), 365)), 0) AS spend_365,
        median_of(gap_seconds) AS gap_median,
        COUNT(gap_seconds) AS gaps,
        CAST(SUM(CAST(gap_seconds AS BIGINT)) AS DOUBLE) AS gap_sum,
        CAST(SUM(CAST(gap_seconds AS BIGINT) * CAST(gap_seconds AS BIGINT)) AS DOUBLE) AS gap_squares
    FROM gapped
    GROUP BY customer_id
),
lines_of AS (
    SELECT l.customer_id, MAX(l.codes) - COUNT(DISTINCT c.product_id) AS products
    FROM (
        SELECT customer_id, COUNT(DISTINCT product_id) AS codes
        FROM sold_lines
        WHERE ordered_at < as_of() AND is_known
        GROUP BY customer_id
    ) l
    LEFT JOIN charge_lines c ON c.customer_id = l.customer_id AND c.ordered_at < as_of()
    GROUP BY l.customer_id
),
categories AS (
    SELECT
        customer_id,
        category,
        SUM(amount) AS amount,
        SUM(SUM(amount)) OVER (PARTITION BY customer_id) AS total,
        COUNT(*) OVER (PARTITION BY customer_id) AS categories,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY SUM(amount) DESC, category) AS place
    FROM sold_lines l
    WHERE ordered_at < as_of() AND is_known AND category IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM product_codes k WHERE k.product_id = l.product_id AND k.kind = 'charge')
    GROUP BY customer_id, category
),
back_of AS (
    SELECT
        customer_id,
        COUNT(*) AS lines,
        SUM(amount) AS amount,
        COALESCE(SUM(amount) FILTER (WHERE kind = 'product'), 0) AS goods
    FROM returns
    WHERE returned_at < as_of()
    GROUP BY customer_id
),
visits AS (
    SELECT sessions.*, lower(device) AS device_kind, o.last_at AS last_order_at
    FROM sessions
    LEFT JOIN orders_of o ON o.customer_id = sessions.customer_id
    -- A later event could still lengthen a session that ended less than 30 minutes before.
    WHERE sessions.ended_at <= minutes_before(as_of(), 30) AND sessions.is_known
),
visits_of AS (
    SELECT
        customer_id,
        COUNT(*) AS sessions,
        MIN(started_at) AS first_at,
        MAX(ended_at) AS last_at,
        COUNT(*) FILTER (WHERE started_at > last_order_at) AS sessions_since_order,
        COUNT(*) FILTER (WHERE started_at >= days_before(as_of(), 30)) AS sessions_30,
        COUNT(*) FILTER (WHERE started_at >= days_before(as_of(), 120)) AS sessions_120,
        COUNT(*) FILTER (WHERE started_at >= days_before(as_of(), 90)) AS sessions_90,
        COUNT(*) FILTER (WHERE started_at >= days_before(as_of(), 365)) AS sessions_365,
        COUNT(DISTINCT CAST(started_at AS DATE)) AS days,
        SUM(CAST(duration_seconds AS DECIMAL(18,3))) AS seconds,
        SUM(events) AS events,
        SUM(page_views) AS page_views,
        SUM(product_views) AS product_views,
        SUM(searches) AS searches,
        SUM(cart_adds) AS cart_adds,
        COALESCE(SUM(product_views) FILTER (WHERE started_at >= days_before(as_of(), 90)), 0) AS product_views_90,
        COALESCE(SUM(cart_adds) FILTER (WHERE started_at >= days_before(as_of(), 90)), 0) AS cart_adds_90,
        COUNT(*) FILTER (WHERE bounced) AS bounces,
        COUNT(*) FILTER (WHERE converted) AS conversions,
        COUNT(*) FILTER (WHERE has_cart) AS carts,
        COUNT(*) FILTER (WHERE has_cart AND NOT converted) AS abandoned,
        COUNT(device_kind) AS with_device,
        COUNT(*) FILTER (WHERE device_kind IN ('mobile', 'phone', 'smartphone', 'ios', 'android')) AS mobile,
        COUNT(*) FILTER (WHERE device_kind = 'tablet') AS tablet,
        COUNT(*) FILTER (WHERE device_kind IN ('desktop', 'computer', 'laptop', 'pc', 'web')) AS desktop
    FROM visits
    GROUP BY customer_id
),
-- How long it takes all customers together until another order, and until another visit, in days; the present silence counts as time.
pace AS (
    SELECT
        (SELECT SUM(CAST(seconds_between(first_at, as_of()) AS BIGINT)) / CAST(86400.0 * NULLIF(SUM(gaps), 0) AS DOUBLE) FROM orders_of) AS days_to_order,
        (SELECT SUM(CAST(seconds_between(first_at, as_of()) AS BIGINT)) / CAST(86400.0 * NULLIF(SUM(sessions - 1), 0) AS DOUBLE) FROM visits_of) AS days_to_visit
),
emails_of AS (
    SELECT
        customer_id,
        MAX(occurred_at) FILTER (WHERE kind IN ('opened', 'clicked')) AS last_at,
        MAX(occurred_at) FILTER (WHERE kind IN ('sent', 'delivered', 'held back')) AS addressed_at,
        MAX(occurred_at) FILTER (WHERE kind = 'unsubscribed') AS unsubscribed_at,
        GREATEST(COUNT(*) FILTER (WHERE kind = 'delivered'), COUNT(*) FILTER (WHERE kind = 'sent')) AS delivered,
        COUNT(*) FILTER (WHERE kind = 'opened') AS opened,
        COUNT(*) FILTER (WHERE kind = 'clicked') AS clicked,
        GREATEST(
            COUNT(*) FILTER (WHERE kind = 'delivered' AND occurred_at >= days_before(as_of(), 90)),
            COUNT(*) FILTER (WHERE kind = 'sent' AND occurred_at >= days_before(as_of(), 90))) AS delivered_90,
        COUNT(*) FILTER (WHERE kind = 'opened' AND occurred_at >= days_before(as_of(), 90)) AS opened_90,
        COUNT(*) FILTER (WHERE kind = 'clicked' AND occurred_at >= days_before(as_of(), 90)) AS clicked_90
    FROM emails
    WHERE occurred_at < as_of()
    GROUP BY customer_id
),
mailings AS (
    SELECT MAX(addressed_at) AS last_at FROM emails_of
),
reviews_of AS (
    SELECT
        customer_id,
        COUNT(*) AS reviews,
        MAX(written_at) AS last_at,
        COUNT(*) FILTER (WHERE written_at >= days_before(as_of(), 90)) AS reviews_90,
        COUNT(*) FILTER (WHERE rating <= 2 AND written_at >= days_before(as_of(), 90)) AS low_90,
        AVG(CAST(rating AS DECIMAL(18,4))) AS rating
    FROM reviews
    WHERE written_at < as_of() AND customer_id IS NOT NULL
    GROUP BY customer_id
),
tickets_of AS (
    SELECT
        customer_id,
        COUNT(*) AS tickets,
        MAX(opened_at) AS last_at,
        COUNT(*) FILTER (WHERE opened_at >= days_before(as_of(), 90)) AS tickets_90,
        COUNT(*) FILTER (WHERE closed_at >= as_of() OR (closed_at IS NULL AND COALESCE(lower(status), 'open') NOT IN ('closed', 'solved', 'resolved'))) AS open,
        AVG(CAST(satisfaction AS DECIMAL(18,4))) FILTER (WHERE COALESCE(closed_at, opened_at) < as_of()) AS satisfaction,
        AVG(CAST(seconds_between(opened_at, closed_at) AS DECIMAL(18,3))) FILTER (WHERE closed_at < as_of() AND closed_at >= opened_at) AS seconds_to_close
    FROM tickets
    WHERE opened_at < as_of() AND customer_id IS NOT NULL
    GROUP BY customer_id
),
-- What customers complain of, every ticket and reviews of one or two stars; and how content their words sound, whatever they wrote.
said_of AS (
    SELECT
        c.customer_id,
        MAX(c.at) AS last_at,
        COUNT(*) FILTER (WHERE c.at >= o.last_at) AS since_order,
        AVG(c.sentiment) AS sentiment,
        MAX(c.last_sentiment) AS last_sentiment
    FROM (
        SELECT customer_id, opened_at AS at, CAST(NULL AS DECIMAL(18,6)) AS sentiment, CAST(NULL AS DECIMAL(18,6)) AS last_sentiment
        FROM tickets
        WHERE opened_at < as_of() AND customer_id IS NOT NULL
        UNION ALL
        SELECT customer_id, written_at, NULL, NULL FROM reviews WHERE written_at < as_of() AND rating <= 2 AND customer_id IS NOT NULL
        UNION ALL
        SELECT customer_id, NULL, sentiment, CASE WHEN next_at IS NULL OR next_at >= as_of() THEN sentiment END FROM text_sentiments WHERE written_at < as_of()
    ) c
    LEFT JOIN orders_of o ON o.customer_id = c.customer_id
    GROUP BY c.customer_id
),
sign_ups AS (
    SELECT customer_id, MIN(signed_up_at) AS signed_up_at
    FROM profiles
    WHERE signed_up_at < as_of() AND customer_id IS NOT NULL
    GROUP BY customer_id
),
-- first_seen_at is the earliest of all events, so it is before the date or it is not, whatever comes later. A synthetic
-- customer (~) is a basket or a browser, and has no features.
people AS (
    SELECT customer_id, MIN(first_at) AS first_at
    FROM (
        SELECT customer_id, first_seen_at AS first_at FROM customers WHERE first_seen_at < as_of() AND is_known
        UNION ALL
        SELECT customer_id, signed_up_at FROM sign_ups
        UNION ALL
        SELECT customer_id, MIN(written_at) FROM reviews WHERE written_at < as_of() AND customer_id IS NOT NULL GROUP BY customer_id
        UNION ALL
        SELECT customer_id, MIN(opened_at) FROM tickets WHERE opened_at < as_of() AND customer_id IS NOT NULL GROUP BY customer_id
    ) traces
    WHERE customer_id NOT LIKE '~%'
    GROUP BY customer_id
),
-- Which sources have a row at all.
sources AS (
    SELECT
        BOOL_OR(source = 'orders' AND found > 0) AS orders,
        BOOL_OR(source = 'discounts' AND found > 0) AS discounts,
        BOOL_OR(source = 'channels' AND found > 0) AS channels,
        BOOL_OR(source = 'products' AND found > 0) AS products,
        BOOL_OR(source = 'categories' AND found > 0) AS categories,
        BOOL_OR(source = 'returns' AND found > 0) AS returns,
        BOOL_OR(source = 'sessions' AND found > 0) AS sessions,
        BOOL_OR(source = 'emails' AND found > 0) AS emails,
        BOOL_OR(source = 'reviews' AND found > 0) AS reviews,
        BOOL_OR(source = 'tickets' AND found > 0) AS tickets
    FROM (
        SELECT 'orders' AS source, COUNT(*) AS found FROM orders_of
        UNION ALL
        SELECT 'discounts' AS source, SUM(discounted) AS found FROM orders_of
        UNION ALL
        SELECT 'channels' AS source, SUM(with_channel) AS found FROM orders_of
        UNION ALL
        SELECT 'products' AS source, SUM(products) AS found FROM lines_of
        UNION ALL
        SELECT 'categories' AS source, COUNT(*) AS found FROM categories
        UNION ALL
        SELECT 'returns' AS source, COUNT(*) AS found FROM back_of
        UNION ALL
        SELECT 'sessions' AS source, COUNT(*) AS found FROM visits_of
        UNION ALL
        SELECT 'emails' AS source, COUNT(*) AS found FROM emails_of
        UNION ALL
        SELECT 'reviews' AS source, COUNT(*) AS found FROM reviews_of
        UNION ALL
        SELECT 'tickets' AS source, COUNT(*) AS found FROM tickets_of
    ) counted
)
SELECT
    p.customer_id,
    as_of() AS as_of,

    -- Whole days since the last order. | days | orders
    whole_days_between(o.last_at, as_of()) AS recency_days,
    -- Number of orders. | orders | orders
    CASE WHEN s.orders THEN COALESCE(o.orders, 0) END AS frequency,
    -- All that was ordered, goods and charges, before returns. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(o.revenue, 0) AS DECIMAL(18,4)) END AS monetary,
    -- Value of an order on average. | money | orders
    CAST(CAST(o.revenue AS DOUBLE) / o.orders AS DECIMAL(18,4)) AS average_order_value,
    -- Value of the largest order. | money | orders
    CAST(o.largest AS DECIMAL(18,4)) AS largest_order_value,
    -- All that was ordered less all that came back so far. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(o.revenue, 0) - COALESCE(b.amount, 0) AS DECIMAL(18,4)) END AS lifetime_value,
    -- Whole days since the first trace: the first event, sign-up, review or ticket. | days | any
    whole_days_between(p.first_at, as_of()) AS tenure_days,
    -- Whole days since the first order. | days | orders
    whole_days_between(o.first_at, as_of()) AS days_since_first_order,
    -- Calendar months with an order. | months | orders
    CASE WHEN s.orders THEN COALESCE(o.months, 0) END AS active_months,
    -- Orders in 30 days, over the time since the first order (at least 30 days). | orders per 30 days | orders
    o.orders * 30 / GREATEST(days_between(o.first_at, as_of()), 30) AS purchase_frequency_score,
    -- Time between an order and the next, on average; from two orders on. | days | orders
    o.gap_sum / NULLIF(o.gaps, 0) / 86400 AS mean_gap_days,
    -- Time between an order and the next, the middle value. | days | orders
    o.gap_median / 86400 AS median_gap_days,
    -- Standard deviation of the time between orders; from three orders on. | days | orders
    CASE WHEN o.gaps > 1 THEN SQRT(GREATEST(0, (o.gap_squares - o.gap_sum * o.gap_sum / o.gaps) / (o.gaps - 1))) / 86400 END AS sd_gap_days,
    -- Time since the last order, in average gaps of this customer; above 1 the next order is late. | ratio | orders
    days_between(o.last_at, as_of()) * 86400 / NULLIF(o.gap_sum / NULLIF(o.gaps, 0), 0) AS overdue_ratio,
    -- How likely a customer of this pace is to order nothing for as long as now while still a customer; the pace is drawn to that of all customers, the more the shorter it was watched. | share 0-1 | orders
    EXP((o.gaps + 1) * LN((days_between(o.first_at, o.last_at) + n.days_to_order) / (days_between(o.first_at, as_of()) + n.days_to_order))) AS silence_chance,

    -- Orders in the last 30 days. | orders | orders
    CASE WHEN s.orders THEN COALESCE(o.orders_30, 0) END AS orders_30d,
    -- Orders in the last 90 days. | orders | orders
    CASE WHEN s.orders THEN COALESCE(o.orders_90, 0) END AS orders_90d,
    -- Orders in the last 365 days. | orders | orders
    CASE WHEN s.orders THEN COALESCE(o.orders_365, 0) END AS orders_365d,
    -- Orders in this season a year before: from 30 days before the day to 60 days after it. | orders | orders
    CASE WHEN s.orders THEN COALESCE(o.orders_of_season, 0) END AS season_orders,
    -- Ordered in the last 30 days. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(o.spend_30, 0) AS DECIMAL(18,4)) END AS spend_30d,
    -- Ordered in the last 90 days. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(o.spend_90, 0) AS DECIMAL(18,4)) END AS spend_90d,
    -- Ordered in the last 365 days. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(o.spend_365, 0) AS DECIMAL(18,4)) END AS spend_365d,
    -- Ordered in the last 90 days less what was ordered in the 90 days before. | money | orders
    CASE WHEN s.orders THEN CAST(COALESCE(2 * o.spend_90 - o.spend_180, 0) AS DECIMAL(18,4)) END AS spend_change_90d,

    -- Product lines in an order on average, charges left out. | lines per order | orders
    CAST(o.product_lines AS DOUBLE) / o.orders AS average_basket_lines,
    -- Units in an order on average. | units per order | orders
    o.units / o.orders AS average_basket_units,
    -- Price of a unit on average. | money per unit | orders
    CAST(o.goods AS DOUBLE) / NULLIF(o.units, 0) AS average_unit_price,
    -- Share of orders on a Saturday or Sunday. | share 0-1 | orders
    CAST(o.weekend AS DOUBLE) / o.orders AS weekend_share,
    -- Share of orders from six in the evening to midnight. | share 0-1 | orders
    CAST(o.evening AS DOUBLE) / o.orders AS evening_share,
    -- Different products bought. | products | products
    CASE WHEN s.products THEN COALESCE(l.products, 0) END AS distinct_products,
    -- Share of product lines that are not the first of their product. | share 0-1 | products
    CASE WHEN s.products THEN 1 - l.products / CAST(NULLIF(o.product_lines, 0) AS DOUBLE) END AS repeat_share,
    -- Different categories bought from. | categories | categories
    CASE WHEN s.categories THEN COALESCE(c.categories, 0) END AS distinct_categories,
    -- The category that most was spent in; of equals the first by name. | name | categories
    c.category AS preferred_category,
    -- Share of the spending in categories that went to the preferred one. | share 0-1 | categories
    CAST(c.amount AS DOUBLE) / NULLIF(CAST(c.total AS DOUBLE), 0) AS preferred_category_share,

    -- Returned or cancelled lines. | lines | returns
    CASE WHEN s.returns THEN COALESCE(b.lines, 0) END AS returned_lines,
    -- Value that came back: goods and charges. | money | returns
    CASE WHEN s.returns THEN CAST(COALESCE(b.amount, 0) AS DECIMAL(18,4)) END AS returned_value,
    -- Share of the value of goods that came back; at most 1, as returns can be of goods from before the data begin. | share 0-1 | returns
    CASE WHEN s.returns AND o.goods > 0 THEN LEAST(1, CAST(COALESCE(b.goods, 0) AS DOUBLE) / CAST(o.goods AS DOUBLE)) END AS returns_rate,
    -- Share of orders with a coupon or a discount. | share 0-1 | discounts
    CASE WHEN s.discounts THEN CAST(o.discounted AS DOUBLE) / o.orders END AS discount_share,
    -- Discount as a share of what was ordered. | share 0-1 | discounts
    CASE WHEN s.discounts THEN CAST(COALESCE(o.discount, 0) AS DOUBLE) / NULLIF(CAST(o.revenue AS DOUBLE), 0) END AS discount_rate,
    -- Share of orders from a store or till. | share 0-1 | channels
    CASE WHEN s.channels THEN CAST(o.in_store AS DOUBLE) / o.orders END AS in_store_share,

    -- Visits to the site or app that were over. | sessions | sessions
    CASE WHEN s.sessions THEN COALESCE(v.sessions, 0) END AS sessions,
    -- Visits begun in the last 30 days. | sessions | sessions
    CASE WHEN s.sessions THEN COALESCE(v.sessions_30, 0) END AS sessions_30d,
    -- Visits begun in the last 90 days. | sessions | sessions
    CASE WHEN s.sessions THEN COALESCE(v.sessions_90, 0) END AS sessions_90d,
    -- Visits begun in the last 365 days. | sessions | sessions
    CASE WHEN s.sessions THEN COALESCE(v.sessions_365, 0) END AS sessions_365d,
    -- Visits begun in the last 30 days less a third of those of the 90 days before. | sessions | sessions
    CASE WHEN s.sessions THEN COALESCE(v.sessions_30 - (v.sessions_120 - v.sessions_30) / CAST(3 AS DOUBLE), 0) END AS sessions_change_30d,
    -- Visits begun since the last order. | sessions | sessions
    CASE WHEN s.sessions AND o.orders > 0 THEN COALESCE(v.sessions_since_order, 0) END AS sessions_since_order,
    -- Different days with a visit. | days | sessions
    CASE WHEN s.sessions THEN COALESCE(v.days, 0) END AS visit_days,
    -- Days since the last visit ended. | days | sessions
    days_between(v.last_at, as_of()) AS days_since_last_visit,
    -- How likely a visitor of this pace is to stay away for as long as now while still interested; the pace is drawn to that of all visitors, the more the shorter it was watched. | share 0-1 | sessions
    EXP(v.sessions * LN((days_between(v.first_at, v.last_at) + n.days_to_visit) / (days_between(v.first_at, as_of()) + n.days_to_visit))) AS visit_silence_chance,
    -- Time on the site in all visits. | minutes | sessions
    CASE WHEN s.sessions THEN CAST(COALESCE(v.seconds, 0) AS DOUBLE) / 60 END AS minutes_on_site,
    -- Length of a visit on average. | minutes | sessions
    CAST(v.seconds AS DOUBLE) / v.sessions / 60 AS average_session_minutes,
    -- Pages and screens seen in a visit on average. | pages per session | sessions
    CAST(v.page_views AS DOUBLE) / v.sessions AS pages_per_session,
    -- Product pages seen. | views | sessions
    CASE WHEN s.sessions THEN COALESCE(v.product_views, 0) END AS product_views,
    -- Searches. | searches | sessions
    CASE WHEN s.sessions THEN COALESCE(v.searches, 0) END AS searches,
    -- Share of visits that were one event long and without an order. | share 0-1 | sessions
    CAST(v.bounces AS DOUBLE) / v.sessions AS bounce_rate,
    -- Share of visits with an order. | share 0-1 | sessions
    CAST(v.conversions AS DOUBLE) / v.sessions AS conversion_rate,
    -- Share of visits with something in the cart, or a checkout begun, that ended without an order. | share 0-1 | sessions
    CAST(v.abandoned AS DOUBLE) / NULLIF(v.carts, 0) AS cart_abandonment_rate,
    -- Share of visits by phone, of those with a known device. | share 0-1 | devices
    CAST(v.mobile AS DOUBLE) / NULLIF(v.with_device, 0) AS mobile_share,
    -- Share of visits by tablet, of those with a known device. | share 0-1 | devices
    CAST(v.tablet AS DOUBLE) / NULLIF(v.with_device, 0) AS tablet_share,
    -- Share of visits by computer, of those with a known device. | share 0-1 | devices
    CAST(v.desktop AS DOUBLE) / NULLIF(v.with_device, 0) AS desktop_share,

    -- E-mails delivered. | e-mails | emails
    CASE WHEN s.emails THEN COALESCE(e.delivered, 0) END AS emails_delivered,
    -- E-mails opened. | e-mails | emails
    CASE WHEN s.emails THEN COALESCE(e.opened, 0) END AS email_opens,
    -- Links clicked in e-mails. | clicks | emails
    CASE WHEN s.emails THEN COALESCE(e.clicked, 0) END AS email_clicks,
    -- Opened e-mails as a share of the delivered ones. | share 0-1 | emails
    CAST(e.opened AS DOUBLE) / NULLIF(e.delivered, 0) AS email_open_rate,
    -- Clicks as a share of the delivered e-mails. | share 0-1 | emails
    CAST(e.clicked AS DOUBLE) / NULLIF(e.delivered, 0) AS email_click_rate,
    -- E-mails delivered in the last 90 days; none to those who unsubscribed. | e-mails | emails
    CASE WHEN s.emails THEN COALESCE(e.delivered_90, 0) END AS emails_90d,
    -- E-mails opened in the last 90 days. | e-mails | emails
    CASE WHEN s.emails THEN COALESCE(e.opened_90, 0) END AS email_opens_90d,
    -- E-mails opened in the last 90 days as a share of those delivered then. | share 0-1 | emails
    CAST(e.opened_90 AS DOUBLE) / NULLIF(e.delivered_90, 0) AS email_open_rate_90d,
    -- Days since an e-mail was last opened or clicked. | days | emails
    days_between(e.last_at, as_of()) AS days_since_email_open,
    -- Days from the last mailing that was meant for this customer to the shop's latest one; 0 for whoever is still on the list. | days | emails
    days_between(e.addressed_at, m.last_at) AS days_without_mailing,
    -- Whether the customer unsubscribed and no mailing was meant for them since. | 1 yes, 0 no | emails
    CASE WHEN s.emails THEN CASE WHEN e.unsubscribed_at >= COALESCE(e.addressed_at, e.unsubscribed_at) THEN 1 ELSE 0 END END AS unsubscribed,

    -- Reviews written. | reviews | reviews
    CASE WHEN s.reviews THEN COALESCE(r.reviews, 0) END AS reviews,
    -- Rating given on average. | stars | reviews
    r.rating AS average_rating,
    -- Reviews of one or two stars in the last 90 days. | reviews | reviews
    CASE WHEN s.reviews THEN COALESCE(r.low_90, 0) END AS low_ratings_90d,
    -- Support tickets opened. | tickets | tickets
    CASE WHEN s.tickets THEN COALESCE(t.tickets, 0) END AS tickets,
    -- Support tickets opened in the last 90 days. | tickets | tickets
    CASE WHEN s.tickets THEN COALESCE(t.tickets_90, 0) END AS tickets_90d,
    -- Support tickets that were still open. | tickets | tickets
    CASE WHEN s.tickets THEN COALESCE(t.open, 0) END AS open_tickets,
    -- Satisfaction with closed tickets on average, on the source's scale. | score | tickets
    t.satisfaction AS ticket_satisfaction,
    -- Time to close a ticket on average. | hours | tickets
    t.seconds_to_close / 3600 AS hours_to_close,
    -- Support tickets, and reviews of one or two stars, since the last order. | complaints | any
    CASE WHEN (s.tickets OR s.reviews) AND o.orders > 0 THEN COALESCE(k.since_order, 0) END AS complaints_since_order,
    -- Days since the last support ticket or review of one or two stars. | days | any
    days_between(k.last_at, as_of()) AS days_since_complaint,
    -- How content the words of the customer's reviews and tickets sound on average, from poor to good, by what the rated reviews of the months before each taught; its own stars are not looked at. | share 0-1 | words
    k.sentiment AS sentiment,
    -- How content the words of the customer's latest review or ticket sound, from poor to good. | share 0-1 | words
    k.last_sentiment AS last_sentiment,

    -- Days since the last sign of life: order, visit, opened e-mail, review or ticket. | days | any
    days_between(GREATEST(o.last_at, v.last_at, e.last_at, r.last_at, t.last_at), as_of()) AS days_since_last_activity,
    -- How active the customer was in the last 90 days, from 0 towards 100: 100 (1 - exp(-p / 50)) with p = 10 per order, 5 per review, 2 per cart add or e-mail click, 1 per visit, 0.5 per opened e-mail, 0.2 per product view. | score 0-100 | any
    100 * (1 - EXP(-(
        10.0 * COALESCE(o.orders_90, 0)
        + 5.0 * COALESCE(r.reviews_90, 0)
        + 2.0 * (COALESCE(v.cart_adds_90, 0) + COALESCE(e.clicked_90, 0))
        + COALESCE(v.sessions_90, 0)
        + 0.5 * COALESCE(e.opened_90, 0)
        + 0.2 * COALESCE(v.product_views_90, 0)) / 50.0)) AS engagement_score
FROM people p
CROSS JOIN sources s
CROSS JOIN pace n
CROSS JOIN mailings m
LEFT JOIN orders_of o ON o.customer_id = p.customer_id
LEFT JOIN lines_of l ON l.customer_id = p.customer_id
LEFT JOIN categories c ON c.customer_id = p.customer_id AND c.place = 1
LEFT JOIN back_of b ON b.customer_id = p.customer_id
LEFT JOIN visits_of v ON v.customer_id = p.customer_id
LEFT JOIN emails_of e ON e.customer_id = p.customer_id
LEFT JOIN reviews_of r ON r.customer_id = p.customer_id
LEFT JOIN tickets_of t ON t.customer_id = p.customer_id
LEFT JOIN said_of k ON k.customer_id = p.customer_id
