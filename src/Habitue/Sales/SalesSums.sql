-- One row: what was sold from $1 to before $2, and what came back. {sold} is orders or their lines, {kept} what they are kept to.
SELECT COALESCE(SUM(o.revenue), 0) AS revenue, {orders} AS orders, COALESCE(CAST(SUM(o.units) AS DOUBLE), 0) AS units, {returned} AS returned, COALESCE(SUM(o.discount), 0) AS discount
FROM {sold} o
WHERE o.ordered_at >= $1 AND o.ordered_at < $2 AND {kept}
