-- issue: Service and test rows (postage, fees, manual entries)
-- kind: count
-- action: flag
-- entity: events
-- method: kept as charges, never as products
-- reason: the code names a service or a correction, no product
SELECT CAST(COALESCE(SUM(lines), 0) AS BIGINT) AS found, CAST(COALESCE(SUM(firsts), 0) AS BIGINT) AS touched
FROM (
    -- Looking at each code once is quicker than at each row.
    SELECT product_id, product_name, COUNT(*) AS lines, COUNT(*) FILTER (WHERE NOT is_duplicate) AS firsts
    FROM read_rows
    GROUP BY product_id, product_name
) AS codes
WHERE is_service_code(product_id, product_name)
