-- issue: Negative quantity outside cancellations
-- kind: count
-- action: keep
-- entity: events
-- method: kept as an event (stock adjustments, breakages), never counted as a sale or a return
-- reason: goods left the stock without a sale
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE quantity < 0 AND NOT is_cancellation
