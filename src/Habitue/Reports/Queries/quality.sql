-- One row per rule of the last load, in the order in which they were applied.
SELECT COALESCE(issue, rule) AS issue, COALESCE(method, '') AS method, action, found, touched
FROM quality_log
ORDER BY step
