-- The figures by which a version of a model was judged, in their order.
SELECT part, metric, value, low, high, baseline, higher_is_better FROM model_metrics WHERE name = $1 AND version = $2 ORDER BY place
