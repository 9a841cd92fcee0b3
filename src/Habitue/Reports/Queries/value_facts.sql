SELECT horizon_days, purchases_by, money_by, coverage_80, coverage_95, margin, discount FROM value_facts
