-- One row per placement and policy of recommended products from $1 to before $2: how often they were shown, and how often one of them was then looked at
-- within an hour or bought within seven days by whom it was shown to. Decisions of the last seven days before $3 may still be bought from.
WITH shown AS (
    SELECT decision_id, customer_id, decided_at, placement, policy, from_json(json_extract(details, '$.actions'), '["VARCHAR"]') AS products
    FROM decisions
    WHERE decided_at >= $1 AND decided_at < $2 AND json_extract_string(details, '$.products') = 'true'
),
each AS (
    SELECT decision_id, customer_id, decided_at, UNNEST(products) AS product_id FROM shown
),
looked AS (
    SELECT DISTINCT s.decision_id
    FROM each s JOIN events e ON e.customer_id = s.customer_id AND e.product_id = s.product_id AND e.occurred_at >= s.decided_at AND e.occurred_at < s.decided_at + to_hours(1)
    WHERE e.type = 'track' AND e.event IN ('Product Clicked', 'Product Viewed', 'Product Added')
),
bought AS (
    SELECT s.decision_id, CAST(SUM(l.amount) AS DOUBLE) AS amount
    FROM each s JOIN sold_lines l ON l.customer_id = s.customer_id AND l.product_id = s.product_id AND l.ordered_at >= s.decided_at AND l.ordered_at < s.decided_at + to_days(7)
    GROUP BY s.decision_id
)
SELECT s.placement, s.policy, COUNT(*) AS decisions, COUNT(DISTINCT s.customer_id) AS customers, COUNT(l.decision_id) AS looked, COUNT(b.decision_id) AS bought, COALESCE(SUM(b.amount), 0) AS amount,
    COUNT(*) FILTER (WHERE s.decided_at >= CAST($3 AS TIMESTAMP) - to_days(7)) AS fresh
FROM shown s LEFT JOIN looked l ON l.decision_id = s.decision_id LEFT JOIN bought b ON b.decision_id = s.decision_id
GROUP BY s.placement, s.policy
ORDER BY decisions DESC, s.placement, s.policy
