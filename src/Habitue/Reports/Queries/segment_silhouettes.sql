-- The silhouette of each customer of the sample, segment by segment, the largest first.
SELECT segment, silhouette FROM segment_silhouettes ORDER BY segment_id, silhouette DESC
