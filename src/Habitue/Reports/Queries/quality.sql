-- One row per step of the last load.
SELECT step, COALESCE(issue, rule) AS issue, COALESCE(method, '') AS method, action, found, touched,
    COALESCE(note, '') AS note
FROM quality_log
ORDER BY step
