SELECT baskets, baskets_of_several, support, confidence, confident_rules, chance_rules, redundant_rules, rules, together_rules, holding_rules, itemsets, share_read
FROM basket_summary
