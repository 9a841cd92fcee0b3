SELECT feature, before, now, rows_before, rows_now, psi, statistic, p, verdict
FROM feature_drift
ORDER BY psi DESC, feature
