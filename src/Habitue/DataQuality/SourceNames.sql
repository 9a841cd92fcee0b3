-- One row per address of the ledger: the source that it belongs to. What was repaired and loaded again belongs to where it came from.
SELECT source, CASE WHEN address = 'collector' OR starts_with(address, 'collector#') THEN 'Collector' ELSE layout END AS name, entity, rows, loaded_at, contains(address, '#replayed-') AS is_repair FROM sources
