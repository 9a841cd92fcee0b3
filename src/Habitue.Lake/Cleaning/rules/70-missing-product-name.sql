-- issue: No product name
-- kind: count
-- action: fill
-- entity: events
-- method: products take the most frequent name (mode) of the same code
-- reason: the source left the name out
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE NOT is_duplicate) AS touched FROM read_rows WHERE product_id IS NOT NULL AND product_name IS NULL
