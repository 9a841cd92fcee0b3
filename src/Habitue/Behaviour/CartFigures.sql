-- One row: visits from $1 to before $2 that had a cart, and how many of them did not end in an order.
SELECT COUNT(*) AS carts, COUNT(*) FILTER (WHERE NOT s.converted) AS abandoned, COUNT(*) FILTER (WHERE s.checkouts > 0 AND NOT s.converted) AS at_checkout
FROM sessions s
WHERE s.started_at >= $1 AND s.started_at < $2 AND s.has_cart AND {of_session}
