-- What moves the probability to stay away most, over all customers.
SELECT words, times, way FROM churn_drivers ORDER BY place
