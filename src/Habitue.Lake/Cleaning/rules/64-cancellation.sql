-- issue: Cancellations
-- kind: count
-- action: keep
-- entity: events
-- method: kept as returns and matched to the line that they cancel, never counted as sales
-- reason: the document takes back an earlier sale
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE is_cancellation
