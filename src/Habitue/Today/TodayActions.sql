-- One row per customer to act on today: the action that is worth most for them, and the money that is expected to hang on it within the
-- horizon of the probability. {purchase}, {churn}, {values} and {recommendations} are the tables of the slices, or empty ones. Where values are known, an order is worth what
-- one of this customer's is expected to bring, and who may leave is worth what the next 12 months would bring, with the range of just that. Whoever must not be addressed is left out.
WITH spread AS (
    -- How far an order lies from its customer's mean: eight in ten are within these multiples.
    SELECT COALESCE(quantile_cont(ratio, 0.1), 0.3) AS low, COALESCE(quantile_cont(ratio, 0.9), 1.9) AS high
    FROM (
        SELECT CAST(revenue AS DOUBLE) / NULLIF(AVG(CAST(revenue AS DOUBLE)) OVER of_customer, 0) AS ratio, COUNT(*) OVER of_customer AS orders
        FROM orders
        WHERE is_known AND ordered_at < as_of()
        WINDOW of_customer AS (PARTITION BY customer_id)
    )
    WHERE orders >= 3
),
carts AS (
    SELECT customer_id, MAX(ended_at) AS left_at
    FROM sessions
    WHERE is_known AND has_cart AND NOT converted AND ended_at < as_of() AND ended_at >= days_before(as_of(), 7)
    GROUP BY customer_id
),
known AS (
    SELECT
        f.customer_id,
        f.frequency,
        f.recency_days,
        f.days_since_first_order,
        f.orders_365d,
        -- Less what came back: one large order that was cancelled must not head the list.
        COALESCE(v.order_value, GREATEST(CAST(f.lifetime_value AS DOUBLE), 0) / f.frequency) AS order_value,
        v.kept,
        v.kept_low,
        v.kept_high,
        soon.probability AS within_7,
        month.probability AS within_30,
        c.probability AS leaving,
        CAST(c.expected_loss AS DOUBLE) AS expected_loss,
        c.risk_class,
        k.left_at
    FROM customer_features f
    LEFT JOIN {purchase} soon ON soon.customer_id = f.customer_id AND soon.horizon_days = 7
    LEFT JOIN {purchase} month ON month.customer_id = f.customer_id AND month.horizon_days = 30
    LEFT JOIN {churn} c ON c.customer_id = f.customer_id
    LEFT JOIN {values} v ON v.customer_id = f.customer_id
    LEFT JOIN carts k ON k.customer_id = f.customer_id AND (f.recency_days IS NULL OR k.left_at >= days_before(as_of(), f.recency_days))
    WHERE f.frequency > 0 AND NOT EXISTS (SELECT 1 FROM {refusals} no WHERE no.customer_id = f.customer_id)
),
offers AS (
    SELECT customer_id, 'win back' AS action, COALESCE(leaving * kept, expected_loss) AS money, leaving * kept_low AS low, leaving * kept_high AS high,
        1 / SQRT(GREATEST(orders_365d, 1)) AS noise, 365 AS horizon_days,
        CONCAT('stays away with ', CAST(ROUND(100 * leaving) AS INTEGER), ' %; last order ', recency_days, ' days ago',
            CASE WHEN kept IS NULL THEN '' ELSE CONCAT('; would bring ', CAST(ROUND(kept) AS BIGINT), ' in 12 months') END) AS why
    FROM known WHERE risk_class = 'high'
    UNION ALL
    SELECT customer_id, 'finish the cart', within_7 * order_value, NULL, NULL, 1, 7,
        CONCAT('left a cart on ', CAST(CAST(left_at AS DATE) AS VARCHAR), '; buys within 7 days with ', CAST(ROUND(100 * within_7) AS INTEGER), ' %')
    FROM known WHERE left_at IS NOT NULL AND within_7 IS NOT NULL
    UNION ALL
    SELECT customer_id, 'second order', within_30 * order_value, NULL, NULL, 1, 30,
        CONCAT('first order ', CAST(FLOOR(days_since_first_order) AS INTEGER), ' days ago; buys again within 30 days with ', CAST(ROUND(100 * within_30) AS INTEGER), ' %')
    FROM known WHERE frequency = 1 AND days_since_first_order BETWEEN 7 AND 60 AND within_30 IS NOT NULL
    UNION ALL
    SELECT customer_id, 'write now', within_30 * order_value, NULL, NULL, 1, 30,
        CONCAT('buys within 30 days with ', CAST(ROUND(100 * within_30) AS INTEGER), ' %; an order is worth ', CAST(ROUND(order_value) AS BIGINT))
    -- Who buys anyway needs no letter.
    FROM known WHERE frequency > 1 AND within_30 BETWEEN 0.1 AND 0.8
),
chosen AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY action ORDER BY money DESC, customer_id) AS of_action
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY money DESC, action) AS of_customer FROM offers WHERE money > 0)
    WHERE of_customer = 1
)
SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY c.money DESC, c.customer_id) AS INTEGER) AS place,
    c.customer_id,
    c.action,
    c.why,
    c.horizon_days,
    ROUND(c.money, 2) AS money,
    ROUND(COALESCE(c.low, GREATEST(0, c.money * (1 + (s.low - 1) * c.noise))), 2) AS money_low,
    ROUND(COALESCE(c.high, c.money * (1 + (s.high - 1) * c.noise)), 2) AS money_high,
    r.product_id,
    p.product_name
FROM chosen c
CROSS JOIN spread s
LEFT JOIN {recommendations} r ON r.customer_id = c.customer_id AND r.place = 1
LEFT JOIN products p ON p.product_id = r.product_id
WHERE c.of_action <= {most}
ORDER BY place
