-- One row per value of {key}, the {most} that sold most from $1 to before $2, with the same from $3 to before $4.
SELECT {name} AS name, COALESCE({key}, '') AS key,
    COALESCE(SUM(o.revenue) FILTER (WHERE o.ordered_at >= $1 AND o.ordered_at < $2), 0) AS revenue, {orders} FILTER (WHERE o.ordered_at >= $1 AND o.ordered_at < $2) AS orders,
    COALESCE(SUM(o.revenue) FILTER (WHERE o.ordered_at >= $3 AND o.ordered_at < $4), 0) AS before
FROM {sold} o
WHERE {kept} AND o.ordered_at >= LEAST(CAST($1 AS TIMESTAMP), CAST($3 AS TIMESTAMP)) AND o.ordered_at < $2
GROUP BY COALESCE({key}, '')
HAVING COALESCE(SUM(o.revenue) FILTER (WHERE o.ordered_at >= $1 AND o.ordered_at < $2), 0) > 0
ORDER BY revenue DESC, key
LIMIT {most}
