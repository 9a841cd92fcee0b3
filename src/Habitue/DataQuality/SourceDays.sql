-- One row per source and day: the events that it brought and the newest of them. The files of one layout are one source.
WITH days AS (
    SELECT source, CAST(occurred_at AS DATE) AS day, COUNT(*) AS events, MAX(occurred_at) AS newest FROM events GROUP BY 1, 2
)
SELECT n.name AS source, CAST(d.day AS TIMESTAMP) AS day, CAST(SUM(d.events) AS BIGINT) AS events, MAX(d.newest) AS newest
FROM days d JOIN ({names}) n ON n.source = d.source
GROUP BY 1, 2
ORDER BY 1, 2
