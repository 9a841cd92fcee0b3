-- One row per thing that people did from $1 to before $2, the most frequent first.
SELECT {name} AS action, COUNT(*) AS events
FROM events e
WHERE e.occurred_at >= $1 AND e.occurred_at < $2 AND {counted} AND {of_customer}
GROUP BY 1
HAVING action IS NOT NULL
ORDER BY events DESC, action
LIMIT 80
