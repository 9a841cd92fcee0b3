-- What of the first order goes with being lost sooner.
SELECT words, hazard_ratio AS ratio, low, high, p FROM churn_hazards ORDER BY p, property
