-- The customers to whom nothing may be recommended: who said no, who unsubscribed (whenever, and whatever was said before), and,
-- where others were asked for their consent, whose profile holds no answer.
SELECT customer_id
FROM customers
WHERE marketing_consent = FALSE
UNION
SELECT customer_id
FROM events
WHERE event = 'Unsubscribed' AND customer_id IS NOT NULL
UNION
SELECT c.customer_id
FROM customers c
JOIN profiles p ON p.customer_id = c.customer_id
WHERE c.marketing_consent IS NULL AND EXISTS (SELECT 1 FROM profiles WHERE marketing_consent IS NOT NULL)
ORDER BY customer_id
