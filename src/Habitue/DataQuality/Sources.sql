-- One row per source and kind: how many files and rows it brought, how many of these are set aside now, and when it was last read.
SELECT n.name, n.entity AS kind, COUNT(*) FILTER (WHERE NOT n.is_repair) AS files, CAST(SUM(n.rows) FILTER (WHERE NOT n.is_repair) AS BIGINT) AS rows, CAST(COALESCE(SUM(q.aside), 0) AS BIGINT) AS set_aside, MAX(n.loaded_at) AS loaded_at
FROM ({names}) n LEFT JOIN (SELECT source, COUNT(*) AS aside FROM quarantine GROUP BY source) q ON q.source = n.source
GROUP BY 1, 2
ORDER BY rows DESC, name, kind
