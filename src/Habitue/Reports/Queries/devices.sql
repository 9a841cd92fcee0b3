-- What visits by each kind of device come to.
SELECT
    CASE
        WHEN lower(device) IN ('mobile', 'phone', 'smartphone', 'ios', 'android') THEN 'Mobile'
        WHEN lower(device) = 'tablet' THEN 'Tablet'
        WHEN lower(device) IN ('desktop', 'computer', 'laptop', 'pc', 'web') THEN 'Desktop'
        ELSE 'Other'
    END AS device,
    COUNT(*) AS sessions,
    COUNT(*) FILTER (WHERE converted) AS orders,
    COUNT(*) FILTER (WHERE has_cart) AS carts,
    COUNT(*) FILTER (WHERE has_cart AND NOT converted) AS left_behind,
    COUNT(*) FILTER (WHERE bounced) AS bounces,
    AVG(duration_seconds) / 60 AS minutes,
    AVG(CAST(page_views AS DOUBLE)) AS pages
FROM sessions
WHERE device IS NOT NULL
GROUP BY 1
ORDER BY sessions DESC
