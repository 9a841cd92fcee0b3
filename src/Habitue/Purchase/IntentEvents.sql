-- What some visitors did, each in the order of time: what visits are played again from. Which events are visits, and which
-- visit an order belongs to, is said where live visits are kept.
--
-- Of very many customers it holds a part, drawn by their ids. An order is one row, however many lines it has, and comes before
-- what else happened at its moment: what follows an order is no beginning of a visit.
WITH happened AS (
    SELECT customer_id, occurred_at, type, event, channel, lower(device) AS device, 1 AS place
    FROM events
    WHERE is_bot IS NOT TRUE AND type IN ('page', 'screen', 'track') AND (event IS NULL OR event <> 'Order Completed')
    UNION ALL
    SELECT customer_id, MIN(occurred_at) AS occurred_at, 'track' AS type, 'Order Completed' AS event, MIN(channel) AS channel, CAST(NULL AS VARCHAR) AS device, 0 AS place
    FROM events
    WHERE is_bot IS NOT TRUE AND is_sale(event, is_cancellation, quantity, unit_price)
    GROUP BY customer_id, order_id
)
SELECT customer_id, occurred_at, type, event, channel, device
FROM happened
WHERE stable_hash(customer_id) % 1000000 < {share}
ORDER BY customer_id, occurred_at, place, type, event, device
