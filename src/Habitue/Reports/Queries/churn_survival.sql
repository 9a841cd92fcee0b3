-- The share of each group that is still a customer, day by day.
SELECT customer_group, customers, lost, day, still_customers, low, high FROM churn_survival ORDER BY grouping <> 'all', customer_group, day
