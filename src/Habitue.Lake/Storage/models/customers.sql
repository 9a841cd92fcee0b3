-- grain: one row per customer that any source names, and per synthetic customer (an anonymous basket or visitor)
-- use: who the customers are, what they are worth so far, and where they are
--
-- Country and device are the profile's, else those of most events. An age is in years or a group, as given; one that follows from the date of birth is the one at
-- the last event of the data; none follows from a date that cannot be true (before 1900, or after that event). returned holds all that came back, also of orders from before the data begin.
WITH seen AS (
    SELECT customer_id, is_known, country, device, MIN(occurred_at) AS first_at, MAX(occurred_at) AS last_at, COUNT(*) AS events
    FROM events
    WHERE is_bot IS NOT TRUE
    GROUP BY customer_id, is_known, country, device
),
people AS (
    SELECT customer_id, BOOL_OR(is_known) AS is_known, MIN(first_at) AS first_seen_at, MAX(last_at) AS last_seen_at
    FROM (
        SELECT customer_id, is_known, first_at, last_at FROM seen
        UNION ALL
        SELECT customer_id, TRUE, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP) FROM profiles WHERE customer_id IS NOT NULL
        UNION ALL
        SELECT customer_id, TRUE, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP) FROM reviews WHERE customer_id IS NOT NULL
        UNION ALL
        SELECT customer_id, TRUE, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP) FROM tickets WHERE customer_id IS NOT NULL
    ) sources
    GROUP BY customer_id
),
countries AS (
    SELECT customer_id, country, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY SUM(events) DESC, country) AS place
    FROM seen
    WHERE country IS NOT NULL
    GROUP BY customer_id, country
),
devices AS (
    SELECT customer_id, device, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY SUM(events) DESC, device) AS place
    FROM seen
    WHERE device IS NOT NULL
    GROUP BY customer_id, device
),
bought AS (
    SELECT customer_id, MIN(ordered_at) AS first_order_at, MAX(ordered_at) AS last_order_at, COUNT(*) AS orders, SUM(revenue) AS revenue
    FROM orders
    GROUP BY customer_id
),
back AS (
    SELECT customer_id, SUM(amount) AS amount FROM returns GROUP BY customer_id
),
profile AS (
    SELECT
        customer_id,
        MAX(gender) AS gender, MAX(age) AS age, MAX(birth_date) AS birth_date, MAX(city) AS city, MAX(country) AS country, MAX(device) AS device,
        MAX(loyalty_tier) AS loyalty_tier, BOOL_AND(marketing_consent) AS marketing_consent, MIN(signed_up_at) AS signed_up_at
    FROM profiles
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
),
latest AS (
    SELECT MAX(last_at) AS last_at FROM seen
)
SELECT
    p.customer_id,
    p.is_known,
    p.first_seen_at,
    p.last_seen_at,
    b.first_order_at,
    b.last_order_at,
    COALESCE(b.orders, 0) AS orders,
    CAST(COALESCE(b.revenue, 0) AS DECIMAL(18,4)) AS revenue,
    CAST(COALESCE(r.amount, 0) AS DECIMAL(18,4)) AS returned,
    COALESCE(f.country, c.country) AS country,
    COALESCE(f.device, d.device) AS device,
    f.gender,
    COALESCE(
        f.age,
        CASE
            WHEN f.birth_date >= DATE '1900-01-01' AND CAST(f.birth_date AS TIMESTAMP) <= t.last_at
                THEN CAST(CAST(FLOOR(days_between(CAST(f.birth_date AS TIMESTAMP), t.last_at) / 365.2425) AS BIGINT) AS VARCHAR)
        END
    ) AS age,
    f.city,
    f.loyalty_tier,
    f.marketing_consent,
    f.signed_up_at
FROM people p
LEFT JOIN bought b ON b.customer_id = p.customer_id
LEFT JOIN back r ON r.customer_id = p.customer_id
LEFT JOIN countries c ON c.customer_id = p.customer_id AND c.place = 1
LEFT JOIN devices d ON d.customer_id = p.customer_id AND d.place = 1
LEFT JOIN profile f ON f.customer_id = p.customer_id
CROSS JOIN latest t
