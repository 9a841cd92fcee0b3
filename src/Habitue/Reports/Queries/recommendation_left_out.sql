-- To how many nothing is recommended, and why.
SELECT why, COUNT(*) AS customers FROM recommendation_left_out GROUP BY why ORDER BY why
