-- The points of the curves that show a version's quality, curve after curve.
SELECT curve, x, y, weight FROM model_curves WHERE name = $1 AND version = $2 ORDER BY curve, place
