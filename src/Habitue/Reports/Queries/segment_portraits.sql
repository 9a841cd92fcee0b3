-- One row per segment: its figures and its portrait, the most valuable first.
SELECT segment_id, segment, kind, customers, CAST(value AS DOUBLE) AS value, trend, portrait AS text FROM segment_portraits WHERE customers > 0 ORDER BY value DESC, segment_id
