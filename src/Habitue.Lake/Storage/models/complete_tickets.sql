-- grain: one row per support ticket
-- use: categories and satisfaction without gaps: the most frequent category and the mean satisfaction stand in; filled tells how many of the two
-- as: view
SELECT
    t.ticket_id,
    t.customer_id,
    t.opened_at,
    COALESCE(t.category, f.category) AS category,
    COALESCE(t.satisfaction, f.satisfaction) AS satisfaction,
    CASE WHEN t.category IS NULL AND f.category IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN t.satisfaction IS NULL AND f.satisfaction IS NOT NULL THEN 1 ELSE 0 END AS filled
FROM tickets t
CROSS JOIN (
    SELECT MAX(word) FILTER (WHERE of_column = 'category') AS category, MAX(number) FILTER (WHERE of_column = 'satisfaction') AS satisfaction
    FROM fills
    WHERE of_table = 'tickets'
) f
