-- One row per day with events that were set aside: by when they happened, or came where that is not known.
SELECT CAST(CAST(COALESCE(occurred_at, rejected_at) AS DATE) AS TIMESTAMP) AS day, COUNT(*) AS rows
FROM quarantine WHERE entity IN ('events', 'calls') AND (occurred_at IS NOT NULL OR entity = 'calls') GROUP BY 1 ORDER BY 1
