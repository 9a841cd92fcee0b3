-- issue: Impossible dates in profiles, reviews and tickets
-- kind: count
-- action: flag
-- entity: all
-- method: born before 1900 or after the load, written or opened in the future, closed before it was opened: kept as told, no age and no duration is taken from it
-- reason: the date cannot be true
SELECT COUNT(*) AS found, COUNT(*) AS touched
FROM (
    SELECT p.load, CAST(p.birth_date AS TIMESTAMP) AS at, TIMESTAMP '1900-01-01' AS earliest FROM profiles p WHERE p.birth_date IS NOT NULL
    UNION ALL
    SELECT r.load, r.written_at, TIMESTAMP '1970-01-01' FROM reviews r WHERE r.written_at IS NOT NULL
    UNION ALL
    SELECT t.load, t.opened_at, TIMESTAMP '1970-01-01' FROM tickets t WHERE t.opened_at IS NOT NULL
    UNION ALL
    SELECT c.load, c.closed_at, c.opened_at FROM tickets c WHERE c.closed_at < c.opened_at
) AS dates
JOIN loads AS l ON l.load = dates.load
WHERE dates.at < dates.earliest OR dates.at > days_before(l.loaded_at, -1)
