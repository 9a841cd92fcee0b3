-- issue: Outliers of quantity and price
-- kind: count
-- action: flag
-- entity: events
-- needs: fences
-- method: outside Q1 - 1.5 IQR to Q3 + 1.5 IQR, or by z-score: flagged, and capped in columns of their own; revenue keeps the true values
-- reason: a few very large lines would decide every average
SELECT outliers AS found, outliers AS touched FROM fences
