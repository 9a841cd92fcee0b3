-- How many customers went from which segment to which, and between which moments.
SELECT from_segment, to_segment, customers, CAST(value AS DOUBLE) AS value, basis, previous_as_of, as_of FROM segment_migrations WHERE previous_as_of IS NOT NULL ORDER BY customers DESC, from_segment, to_segment
