-- issue: Impossible value: a time in the future or before 1970
-- kind: row
-- action: reject
-- entity: events
-- method: set aside (a day of grace for clocks that run ahead)
-- reason: the time is in the future or before 1970
occurred_at > days_before(load_time(), -1) OR occurred_at < TIMESTAMP '1970-01-01'
