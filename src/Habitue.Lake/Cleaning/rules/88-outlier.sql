-- issue: Outliers of quantity and price
-- kind: count
-- action: flag
-- entity: events
-- needs: order_lines
-- method: outside Q1 - 1.5 IQR to Q3 + 1.5 IQR, or by z-score: flagged, and capped in columns of their own; revenue keeps the true values
-- reason: a few very large lines would decide every average
SELECT COUNT(*) AS found, COUNT(*) FILTER (WHERE is_outlier) AS touched FROM order_lines WHERE is_outlier
