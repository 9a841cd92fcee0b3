-- issue: Bots
-- kind: count
-- action: flag
-- entity: events
-- method: by user agent, by rate (30 events in a minute) and by session length (500 events in a day without an order); left out of sessions and features
-- reason: no person reads that fast or says that it is a robot
SELECT COUNT(*) AS found, COUNT(*) AS touched FROM events WHERE is_bot
