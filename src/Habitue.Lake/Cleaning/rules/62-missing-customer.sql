-- issue: No customer
-- kind: count
-- action: fill
-- entity: events
-- method: a synthetic id per basket, device or session, marked as such (is_known is false)
-- reason: the source does not say who it was
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE NOT is_known
