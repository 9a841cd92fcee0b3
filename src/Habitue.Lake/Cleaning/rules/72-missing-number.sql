-- issue: Missing numbers (age, rating, satisfaction)
-- kind: count
-- action: fill
-- entity: all
-- needs: fills
-- method: the median stands in for ages, the mean for ratings and satisfaction, in tables of their own (complete_customers, complete_reviews, complete_tickets)
-- reason: the source left the number out
SELECT CAST(COALESCE(SUM(missing), 0) AS BIGINT) AS found, CAST(COALESCE(SUM(missing), 0) AS BIGINT) AS touched FROM fills WHERE number IS NOT NULL
