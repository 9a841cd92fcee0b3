-- grain: one row for the shop
-- use: where a sold line's quantity or price becomes an outlier: beyond Q1 - 1.5 IQR or Q3 + 1.5 IQR (quartiles by linear interpolation), and beyond 3 standard deviations from the mean
WITH lines AS (
    SELECT quantity, CAST(unit_price AS DOUBLE) AS price, COUNT(*) AS lines
    FROM events
    WHERE is_sale(event, is_cancellation, quantity, unit_price) AND is_bot IS NOT TRUE
    GROUP BY quantity, unit_price
),
quantities AS (
    SELECT quantity AS x, SUM(lines) AS lines FROM lines GROUP BY quantity
),
quantities_upto AS (
    SELECT x, lines, SUM(lines) OVER (ORDER BY x) AS upto, SUM(lines) OVER () AS n, SUM(x * lines) OVER () AS total FROM quantities
),
quantity_quartiles AS (
    SELECT
        MIN(x) FILTER (WHERE upto > FLOOR((n - 1) * 0.25)) AS q1_low,
        MIN(x) FILTER (WHERE upto > CEIL((n - 1) * 0.25)) AS q1_high,
        MIN(x) FILTER (WHERE upto > FLOOR((n - 1) * 0.75)) AS q3_low,
        MIN(x) FILTER (WHERE upto > CEIL((n - 1) * 0.75)) AS q3_high,
        MAX(n) AS n,
        MAX(total) / MAX(n) AS mean,
        SQRT(SUM(lines * (x - total / n) * (x - total / n)) / NULLIF(MAX(n) - 1, 0)) AS sd
    FROM quantities_upto
),
quantity_fence AS (
    SELECT
        q1_low + ((n - 1) * 0.25 - FLOOR((n - 1) * 0.25)) * (q1_high - q1_low) AS q1,
        q3_low + ((n - 1) * 0.75 - FLOOR((n - 1) * 0.75)) * (q3_high - q3_low) AS q3,
        mean,
        sd,
        n
    FROM quantity_quartiles
),
prices AS (
    SELECT price AS x, SUM(lines) AS lines FROM lines GROUP BY price
),
prices_upto AS (
    SELECT x, lines, SUM(lines) OVER (ORDER BY x) AS upto, SUM(lines) OVER () AS n, SUM(x * lines) OVER () AS total FROM prices
),
price_quartiles AS (
    SELECT
        MIN(x) FILTER (WHERE upto > FLOOR((n - 1) * 0.25)) AS q1_low,
        MIN(x) FILTER (WHERE upto > CEIL((n - 1) * 0.25)) AS q1_high,
        MIN(x) FILTER (WHERE upto > FLOOR((n - 1) * 0.75)) AS q3_low,
        MIN(x) FILTER (WHERE upto > CEIL((n - 1) * 0.75)) AS q3_high,
        MAX(n) AS n,
        MAX(total) / MAX(n) AS mean,
        SQRT(SUM(lines * (x - total / n) * (x - total / n)) / NULLIF(MAX(n) - 1, 0)) AS sd
    FROM prices_upto
),
price_fence AS (
    SELECT
        q1_low + ((n - 1) * 0.25 - FLOOR((n - 1) * 0.25)) * (q1_high - q1_low) AS q1,
        q3_low + ((n - 1) * 0.75 - FLOOR((n - 1) * 0.75)) * (q3_high - q3_low) AS q3,
        mean,
        sd
    FROM price_quartiles
),
bounds AS (
    SELECT
        CAST(COALESCE(q.n, 0) AS BIGINT) AS lines,
        q.q1 AS quantity_q1,
        q.q3 AS quantity_q3,
        q.q1 - 1.5 * (q.q3 - q.q1) AS quantity_low,
        q.q3 + 1.5 * (q.q3 - q.q1) AS quantity_high,
        q.mean AS quantity_mean,
        q.sd AS quantity_sd,
        p.q1 AS price_q1,
        p.q3 AS price_q3,
        p.q1 - 1.5 * (p.q3 - p.q1) AS price_low,
        p.q3 + 1.5 * (p.q3 - p.q1) AS price_high,
        p.mean AS price_mean,
        p.sd AS price_sd
    FROM quantity_fence q CROSS JOIN price_fence p
),
-- Counted where equal lines are together; order_lines tells which they are.
beyond AS (
    SELECT SUM(l.lines) AS outliers
    FROM lines l CROSS JOIN bounds b
    WHERE l.quantity < b.quantity_low OR l.quantity > b.quantity_high OR l.price < b.price_low OR l.price > b.price_high
        OR ABS(l.quantity - b.quantity_mean) > 3 * b.quantity_sd OR ABS(l.price - b.price_mean) > 3 * b.price_sd
)
SELECT b.*, CAST(COALESCE(o.outliers, 0) AS BIGINT) AS outliers
FROM bounds b CROSS JOIN beyond o
