-- issue: Returned and cancelled lines matched to their sale
-- kind: count
-- action: match
-- entity: events
-- needs: returns
-- method: the latest earlier sale of the same customer and product takes it back; the rest stays a return of an unknown sale
-- reason: a sale that was taken back is none
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE matched) AS touched FROM returns
