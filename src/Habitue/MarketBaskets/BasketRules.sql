-- The rules that are asked for, in the order that is asked for, the first $1 of them; all says how many there are.
SELECT antecedent, antecedent_name, consequent, consequent_name, baskets, support, confidence, lift, p_adjusted, lift_later, holds, kind, COUNT(*) OVER () AS all
FROM basket_rules
WHERE lift >= $2 AND confidence >= $3 AND ($4 = '' OR kind = $4) AND (NOT $5 OR holds) AND ($6 = '' OR list_contains(string_split(antecedent || ' + ' || consequent, ' + '), $6))
ORDER BY {order}, place
LIMIT $1
