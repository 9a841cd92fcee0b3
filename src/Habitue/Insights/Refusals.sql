-- grain: one row per customer who must not be addressed, and why
-- use: whoever recommends, writes or offers leaves these out
--
-- Who said no, who unsubscribed (whenever, and whatever was said before), and, when {silence_is_no}, whose profile holds no answer in a shop that asks: where
-- others were asked and answered. Who has no profile was not asked and has not objected.
SELECT customer_id, CASE MIN(place) WHEN 1 THEN 'said no' WHEN 2 THEN 'unsubscribed' ELSE 'never answered' END AS why
FROM (
    SELECT customer_id, 1 AS place
    FROM customers
    WHERE marketing_consent = FALSE
    UNION ALL
    SELECT customer_id, 2
    FROM events
    WHERE event = 'Unsubscribed' AND customer_id IS NOT NULL
    UNION ALL
    SELECT c.customer_id, 3
    FROM customers c
    JOIN profiles p ON p.customer_id = c.customer_id
    WHERE c.marketing_consent IS NULL AND {silence_is_no} AND EXISTS (SELECT 1 FROM profiles WHERE marketing_consent IS NOT NULL)
) refused
GROUP BY customer_id
