-- issue: Price of 0 or less
-- kind: count
-- action: keep
-- entity: events
-- method: kept as an event (samples, write-offs), never counted as a sale
-- reason: nothing was paid
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE unit_price <= 0
