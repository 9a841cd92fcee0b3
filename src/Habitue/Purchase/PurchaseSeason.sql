-- How many of the customers who had bought before a moment bought within the {horizon} days after it, and how many they were. None
-- when the data do not reach back to 30 days before the moment.
SELECT COUNT(*) FILTER (WHERE bought) AS bought, COUNT(*) AS customers
FROM (
    SELECT customer_id, BOOL_OR(ordered_at >= {moment}) AS bought
    FROM orders
    WHERE is_known AND ordered_at < days_before({moment}, -{horizon})
        AND (SELECT MIN(ordered_at) FROM orders WHERE is_known) < days_before({moment}, 30)
    GROUP BY customer_id
    HAVING MIN(ordered_at) < {moment}
) known
