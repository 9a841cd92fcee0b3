-- One row per step of $2 seconds and arm: how often the bandit of the placement $1 chose it.
SELECT CAST(floor(epoch(decided_at) / $2) AS BIGINT) AS step, action AS arm, COUNT(*) AS decisions
FROM decisions WHERE placement = $1 AND policy = 'bandit' AND fallback IS NULL AND action IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
