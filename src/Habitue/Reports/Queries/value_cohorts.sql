-- The last 24 months in which customers began, each month that is over.
SELECT cohort, months_since, customers, buyers, value_per_customer
FROM value_cohorts
WHERE is_complete AND cohort IN (SELECT DISTINCT cohort FROM value_cohorts ORDER BY cohort DESC LIMIT 24)
ORDER BY cohort, months_since
