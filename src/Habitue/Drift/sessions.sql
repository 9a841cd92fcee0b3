-- What a visit is like, of the visits from {from} until before {until}.
SELECT
    duration_seconds / 60 AS minutes_per_visit,
    CAST(page_views AS DOUBLE) AS pages_per_visit,
    CAST(product_views AS DOUBLE) AS products_seen_per_visit,
    CAST(CAST(has_cart AS INTEGER) AS DOUBLE) AS visits_with_cart,
    CAST(CAST(converted AS INTEGER) AS DOUBLE) AS visits_with_order,
    device AS visit_device
FROM sessions
WHERE started_at >= {from} AND started_at < {until}
