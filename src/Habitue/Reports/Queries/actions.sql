SELECT place, customer_id, action, why, horizon_days, money, money_low, money_high, product_id, product_name
FROM actions_today
ORDER BY place
