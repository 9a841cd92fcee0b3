-- issue: Late events
-- kind: count
-- action: keep
-- entity: events
-- method: counted at the time they happened, not at the time they arrived
-- reason: the event arrived more than a day after it happened
SELECT COUNT(*) AS found, COUNT(*) AS touched FROM events WHERE received_at > days_before(occurred_at, -1)
