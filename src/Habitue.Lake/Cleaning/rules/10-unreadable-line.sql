-- issue: Lines that are no rows
-- kind: count
-- action: reject
-- entity: all
-- method: the reader sets the line aside: too few or too many fields, an open quote, no JSON, longer than 2 MB
-- reason: the line cannot be split into the columns of its file
SELECT COUNT(*) AS found, COUNT(*) AS touched FROM quarantine WHERE rule = 'unreadable-line'
