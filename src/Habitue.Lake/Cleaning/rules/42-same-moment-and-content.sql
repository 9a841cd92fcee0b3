-- issue: Same customer, time and content under another message id
-- kind: set
-- action: reject
-- entity: events
-- field: message_id
-- method: the first is kept, the others are set aside (in files; what the collector accepted is counted by its message id alone)
-- reason: the same customer did the very same thing at the same moment
-- Rows have a hash of their content only where equal rows are taken for one. The collector's are not: it decides by message id
-- before it accepts, and what it accepted has to be here.
SELECT row_id FROM (
    SELECT row_id, ROW_NUMBER() OVER (
        PARTITION BY COALESCE(customer_id, anonymous_id), occurred_at, event, order_id, product_id, quantity, unit_price, amount, page, search, campaign, line_no
        ORDER BY source, row_id) AS copy
    FROM staged
    WHERE message_id IS NOT NULL AND content_hash IS NOT NULL AND COALESCE(customer_id, anonymous_id) IS NOT NULL
) AS copies
WHERE copy > 1
