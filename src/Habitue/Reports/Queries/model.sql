-- The model of a name that answers, or else the newest one: which it is, and how it was judged in words.
SELECT m.name, m.version, p.since IS NOT NULL AS promoted, m.recipe, m.as_of, m.verdict
FROM models AS m LEFT JOIN promotions AS p ON p.name = m.name AND p.version = m.version AND p.until IS NULL
WHERE m.name = $1
ORDER BY p.since IS NULL, m.version DESC
LIMIT 1
