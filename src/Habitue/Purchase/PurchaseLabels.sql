-- The customers who had bought before each moment of {features}, with all that was known of them then, and whether they
-- bought within the {horizon} days after it.
SELECT
    f.*,
    b.customer_id IS NOT NULL AS bought
FROM {features} f
LEFT JOIN (
    SELECT p.customer_id, p.as_of
    FROM {features} p
    JOIN orders o ON o.customer_id = p.customer_id AND o.ordered_at >= p.as_of AND o.ordered_at < days_before(p.as_of, -{horizon})
    GROUP BY p.customer_id, p.as_of
) b ON b.customer_id = f.customer_id AND b.as_of = f.as_of
WHERE f.frequency > 0
ORDER BY f.as_of, f.customer_id
