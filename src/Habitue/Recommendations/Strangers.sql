-- What to show to known customers who have never bought: what is bought in their country, or else everywhere. Those seen last
-- come first when there are more than {most}; who objected is left out.
INSERT INTO recommendations
WITH strangers AS (
    SELECT c.customer_id, c.country
    FROM customers c
    WHERE c.is_known AND (c.first_order_at IS NULL OR c.first_order_at >= {as_of})
      AND (c.first_seen_at IS NULL OR c.first_seen_at < {as_of})
      AND NOT EXISTS (SELECT 1 FROM recommendation_left_out o WHERE o.customer_id = c.customer_id)
    ORDER BY c.last_seen_at DESC NULLS LAST, c.customer_id
    LIMIT {most}
),
placed AS (
    SELECT
        s.customer_id,
        s.country,
        EXISTS (SELECT 1 FROM recommendation_starters r WHERE r.context = 'country' AND r.context_value = s.country) AS has_country
    FROM strangers s
)
SELECT
    p.customer_id,
    r.place,
    r.product_id,
    r.share,
    CASE WHEN p.has_country THEN 'popular in ' || p.country ELSE 'one of the most bought of late' END,
    'starter'
FROM placed p
JOIN recommendation_starters r
    ON (p.has_country AND r.context = 'country' AND r.context_value = p.country) OR (NOT p.has_country AND r.context = 'everywhere')
ORDER BY p.customer_id, r.place
