-- One row per known customer: for how long after the first order they were a customer. Lost is who let {days} days pass after an order without another;
-- the loss counts from the day on which these are over. Who is not lost is a customer still.
WITH bought AS (
    SELECT DISTINCT customer_id, CAST(ordered_at AS DATE) AS day
    FROM orders
    WHERE is_known AND ordered_at < as_of()
),
gaps AS (
    SELECT customer_id, day, COALESCE(LEAD(day) OVER (PARTITION BY customer_id ORDER BY day), CAST(as_of() AS DATE)) - day AS gap FROM bought
),
lived AS (
    SELECT customer_id, MIN(day) AS first_day, MIN(day) FILTER (WHERE gap > {days}) AS last_day FROM gaps GROUP BY customer_id
),
first_orders AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY ordered_at, order_id) AS place
    FROM orders
    WHERE is_known AND ordered_at < as_of()
)
SELECT
    l.customer_id,
    CAST(CASE WHEN l.last_day IS NULL THEN CAST(as_of() AS DATE) - l.first_day ELSE l.last_day - l.first_day + {days} END AS DOUBLE) AS duration,
    l.last_day IS NOT NULL AS lost,
    CONCAT(year(l.first_day), ' Q', quarter(l.first_day)) AS cohort,
    LN(GREATEST(CAST(o.revenue AS DOUBLE), 1)) / LN(2) AS order_value,
    LN(GREATEST(o.product_lines, 1)) / LN(2) AS lines,
    CASE WHEN o.discount > 0 OR o.coupon IS NOT NULL THEN 1.0 ELSE 0.0 END AS discounted,
    CASE WHEN is_in_store(o.channel) THEN 1.0 ELSE 0.0 END AS in_store,
    CASE WHEN weekday_of(o.ordered_at) >= 6 THEN 1.0 ELSE 0.0 END AS weekend
FROM lived l
JOIN first_orders o ON o.customer_id = l.customer_id AND o.place = 1
ORDER BY l.customer_id
