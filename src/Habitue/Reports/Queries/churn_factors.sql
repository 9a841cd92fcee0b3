-- What goes with staying away.
SELECT factor, rows, share, share_of_others, times_as_likely AS times, times_low AS low, times_high AS high, odds_ratio, odds_low, odds_high FROM churn_factors ORDER BY place
