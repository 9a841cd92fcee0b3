-- How long it takes from one day with an order to the customer's next, over all customers, and beside the customer's own mean.
WITH days AS (
    SELECT DISTINCT customer_id, CAST(ordered_at AS DATE) AS day
    FROM orders
    WHERE is_known AND ordered_at < as_of()
),
gaps AS (
    SELECT customer_id, day - LAG(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM days
),
beside AS (
    SELECT gap, AVG(gap) OVER (PARTITION BY customer_id) AS own, COUNT(gap) OVER (PARTITION BY customer_id) AS gaps
    FROM gaps
    WHERE gap IS NOT NULL
),
around AS (
    SELECT MIN(ordered_at) AS first_at, COUNT(DISTINCT customer_id) AS customers FROM orders WHERE is_known AND ordered_at < as_of()
)
SELECT
    (SELECT customers FROM around) AS customers,
    (SELECT CAST(FLOOR(days_between(first_at, as_of())) AS INTEGER) FROM around) AS span,
    COUNT(*) AS gaps,
    quantile_cont(gap, {share}) AS usual,
    COUNT(*) FILTER (WHERE gaps >= 3) AS own_gaps,
    quantile_cont(gap / own, {share}) FILTER (WHERE gaps >= 3) AS times
FROM beside
