-- One row per rule and kind of record: how many rows it has set aside that nobody has repaired yet.
SELECT rule, entity AS kind, COUNT(*) AS rows, MIN(reason) AS reason, MAX(rejected_at) AS newest, COUNT(DISTINCT source) AS sources
FROM quarantine GROUP BY rule, entity ORDER BY rows DESC, rule, entity
