-- What moves the probability of a horizon most, over all customers.
SELECT words, times, way FROM purchase_drivers WHERE horizon_days = $1 ORDER BY place
