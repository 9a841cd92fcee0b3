-- issue: Impossible value: a quantity of 0
-- kind: row
-- action: reject
-- entity: events
-- method: set aside
-- reason: nothing was bought and nothing came back
quantity = 0 AND event IN ('Order Completed', 'Order Refunded', 'Order Cancelled')
