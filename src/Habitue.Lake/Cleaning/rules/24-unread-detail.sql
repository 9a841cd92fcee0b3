-- issue: Details of profiles, reviews, tickets and products that cannot be read
-- kind: count
-- action: keep
-- entity: all
-- method: the row is kept without that value, which stands with its column in the properties under 'unparsed'
-- reason: a number, a time or a yes or no of the row cannot be read; the rest of it can
SELECT COUNT(*) AS found, COUNT(*) AS touched
FROM (
    SELECT properties FROM profiles
    UNION ALL
    SELECT properties FROM reviews
    UNION ALL
    SELECT properties FROM tickets
    UNION ALL
    SELECT properties FROM catalogue
) AS details
WHERE properties LIKE '%"unparsed"%' AND json_text(properties, '$.unparsed') IS NOT NULL
