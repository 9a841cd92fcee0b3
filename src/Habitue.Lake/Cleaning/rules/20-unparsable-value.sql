-- issue: Times and numbers that cannot be read
-- kind: row
-- action: reject
-- entity: events
-- method: set aside with the column and its text
-- reason: a time or a number of the row cannot be read
unparsed IS NOT NULL
