-- issue: Service and test rows (postage, fees, manual entries)
-- kind: count
-- action: flag
-- entity: events
-- method: kept as charges, never as products
-- reason: the code names a service or a correction, no product
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE is_service_code(product_id, product_name)
