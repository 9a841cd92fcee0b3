-- issue: Negative quantity outside cancellations
-- kind: count
-- action: keep
-- entity: events
-- method: never counted as a sale: with a price it is a return, without one a stock adjustment
-- reason: goods came back, or left the stock without a sale
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE quantity < 0 AND NOT is_cancellation
