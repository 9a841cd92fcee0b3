-- One row: the visits that began from $1 to before $2. Visits of a single event have no length, so the usual length is that of the others.
SELECT COUNT(*) AS visits, COUNT(DISTINCT s.customer_id) AS visitors, CAST(MEDIAN(s.duration_seconds) FILTER (WHERE NOT s.bounced) AS DOUBLE) AS length, COALESCE(CAST(AVG(s.page_views + s.product_views) AS DOUBLE), 0) AS pages,
    COALESCE(CAST(AVG(CASE WHEN s.bounced THEN 1 ELSE 0 END) AS DOUBLE), 0) AS bounced, COALESCE(CAST(AVG(CASE WHEN s.converted THEN 1 ELSE 0 END) AS DOUBLE), 0) AS converted
FROM sessions s
WHERE s.started_at >= $1 AND s.started_at < $2 AND {of_session}
