-- grain: one row per thing that a visitor did on a site or in an app
-- use: what sessions are made of; orders, e-mails, refunds and tickets are left out
-- as: view
SELECT
    customer_id, session_id, is_known, occurred_at, device, channel, country, duration_seconds,
    'page' AS kind
FROM events
WHERE type IN ('page', 'screen') AND is_bot IS NOT TRUE
UNION ALL
SELECT
    customer_id, session_id, is_known, occurred_at, device, channel, country, duration_seconds,
    CASE event
        WHEN 'Product Viewed' THEN 'product'
        WHEN 'Products Searched' THEN 'search'
        WHEN 'Product Added' THEN 'add'
        WHEN 'Product Removed' THEN 'remove'
        WHEN 'Checkout Started' THEN 'checkout'
        ELSE 'other'
    END AS kind
FROM events
WHERE type = 'track' AND event <> 'Order Completed' AND is_visit(event, channel) AND is_bot IS NOT TRUE
