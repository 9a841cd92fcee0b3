-- The $1 first rules.
SELECT antecedent_name, consequent_name, baskets, support, confidence, lift, p_adjusted, lift_later, holds, kind
FROM basket_rules
ORDER BY place
LIMIT CAST($1 AS BIGINT)
