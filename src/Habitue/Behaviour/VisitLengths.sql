-- One row per band of length, also those without a visit, with its bounds in seconds (none for visits of one event, no upper one for the last): how many of the visits from $1 to before $2 were so long, and how many of them ended in an order.
WITH bands AS (
    SELECT * FROM (VALUES (0, 'one event only', NULL, NULL), (1, 'under 10 s', 0, 10), (2, '10 to 30 s', 10, 30), (3, '30 to 60 s', 30, 60), (4, '1 to 3 min', 60, 180), (5, '3 to 10 min', 180, 600), (6, '10 to 30 min', 600, 1800), (7, 'over 30 min', 1800, NULL))
        b(band, name, low, high)
),
visits AS (
    SELECT CASE WHEN s.bounced THEN 0 WHEN s.duration_seconds < 10 THEN 1 WHEN s.duration_seconds < 30 THEN 2 WHEN s.duration_seconds < 60 THEN 3 WHEN s.duration_seconds < 180 THEN 4
        WHEN s.duration_seconds < 600 THEN 5 WHEN s.duration_seconds < 1800 THEN 6 ELSE 7 END AS band, COUNT(*) AS visits, COUNT(*) FILTER (WHERE s.converted) AS converted
    FROM sessions s WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session} GROUP BY 1
)
SELECT b.name, b.low, b.high, COALESCE(v.visits, 0) AS visits, COALESCE(v.converted, 0) AS converted FROM bands b LEFT JOIN visits v ON v.band = b.band ORDER BY b.band
