-- issue: Impossible value: a price below 0
-- kind: row
-- action: reject
-- entity: events
-- method: set aside
-- reason: a price cannot be negative; what came back has a negative quantity
unit_price < 0
