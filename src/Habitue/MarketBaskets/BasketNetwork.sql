-- The $1 pairs of products with the most orders beyond chance, each with the group of either and how many orders hold it.
WITH carried AS (
    SELECT products AS product, baskets FROM basket_itemsets WHERE size = 1
)
SELECT a.product AS first, a.product_name AS first_name, COALESCE(f.baskets, a.baskets) AS first_baskets, CAST(a.community AS INTEGER) AS first_group,
    a.other AS second, a.other_name AS second_name, COALESCE(s.baskets, a.baskets) AS second_baskets, CAST(a.other_community AS INTEGER) AS second_group, a.baskets, a.lift
FROM product_affinity a
LEFT JOIN carried f ON f.product = a.product
LEFT JOIN carried s ON s.product = a.other
ORDER BY a.weight DESC, a.product, a.other
LIMIT $1
