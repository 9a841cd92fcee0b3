-- grain: one row per sold line that is a charge: postage, fee, voucher
-- use: to take charges off sums over sold_lines; they are few, and finding them is cheaper than looking every line up
-- as: view
SELECT l.*
FROM sold_lines l
JOIN product_codes k ON k.product_id = l.product_id
WHERE k.kind = 'charge'
