-- issue: Rows without a time
-- kind: row
-- action: reject
-- entity: events
-- method: set aside
-- reason: the row does not say when it happened
occurred_at IS NULL
