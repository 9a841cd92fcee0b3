-- issue: Missing categories (gender, city, country, device, tier, topic)
-- kind: count
-- action: fill
-- entity: all
-- needs: fills
-- method: the most frequent one (mode) stands in, in tables of their own (complete_customers, complete_tickets)
-- reason: the source left the category out
SELECT CAST(COALESCE(SUM(missing), 0) AS BIGINT) AS found, CAST(COALESCE(SUM(missing), 0) AS BIGINT) AS touched FROM fills WHERE word IS NOT NULL
