-- One row per arm of the placement $1: how often it was chosen, among the last 200 too, and what it brought.
WITH made AS (
    SELECT decision_id, action AS arm, ROW_NUMBER() OVER (ORDER BY decided_at DESC, decision_id) AS place FROM decisions WHERE placement = $1 AND policy = 'bandit' AND fallback IS NULL AND action IS NOT NULL
),
brought AS (
    SELECT decision_id, MAX(reward) AS reward FROM decision_rewards GROUP BY decision_id
)
SELECT m.arm, COUNT(*) AS decisions, CAST(COUNT(*) FILTER (WHERE m.place <= 200) AS DOUBLE) / LEAST(200, SUM(COUNT(*)) OVER ()) AS share_lately,
    COUNT(*) FILTER (WHERE b.reward > 0) AS rewarded, AVG(COALESCE(b.reward, 0)) AS mean, COALESCE(stddev_samp(COALESCE(b.reward, 0)), 0) AS spread
FROM made m LEFT JOIN brought b ON b.decision_id = m.decision_id
GROUP BY m.arm ORDER BY decisions DESC, m.arm
