-- Every division that was tried, the chosen one first.
SELECT method, space, settings, clusters, silhouette, stability, smallest_share, chosen, reason FROM segment_choice ORDER BY place
