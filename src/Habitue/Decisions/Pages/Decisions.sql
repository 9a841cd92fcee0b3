-- One row per decision, the newest first: of one customer ($1), placement ($2) and policy ($3) when these are not empty, after the one of the moment $4 and the id $6 when these are given; at most $5.
SELECT d.decision_id AS id, d.decided_at AS at, d.customer_id AS customer, d.placement, d.action, d.policy, d.model, d.model_version, d.propensity, d.fallback, d.variation, r.reward, d.details
FROM decisions d LEFT JOIN (SELECT decision_id, MAX(reward) AS reward FROM decision_rewards GROUP BY decision_id) r ON r.decision_id = d.decision_id
WHERE ($1 = '' OR d.customer_id = $1) AND ($2 = '' OR d.placement = $2) AND ($3 = '' OR d.policy = $3) AND ($4 IS NULL OR d.decided_at < CAST($4 AS TIMESTAMP) OR (d.decided_at = CAST($4 AS TIMESTAMP) AND d.decision_id > $6))
ORDER BY d.decided_at DESC, d.decision_id LIMIT $5
