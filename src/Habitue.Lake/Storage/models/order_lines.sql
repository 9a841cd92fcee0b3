-- grain: one row per sold line
-- use: sales by product, customer and time; quantities and prices as sold, and winsorized at the outlier fences
-- as: view
SELECT
    l.line_id,
    l.source,
    l.source_row,
    l.order_id,
    l.customer_id,
    l.is_known,
    l.ordered_at,
    l.product_id,
    l.product_name,
    l.category,
    COALESCE(k.kind, 'product') AS kind,
    l.quantity,
    l.unit_price,
    l.amount,
    l.discount,
    GREATEST(LEAST(l.quantity, f.quantity_high), f.quantity_low) AS quantity_capped,
    CAST(GREATEST(LEAST(CAST(l.unit_price AS DOUBLE), f.price_high), f.price_low) AS DECIMAL(18,4)) AS unit_price_capped,
    l.quantity < f.quantity_low OR l.quantity > f.quantity_high
        OR CAST(l.unit_price AS DOUBLE) < f.price_low OR CAST(l.unit_price AS DOUBLE) > f.price_high AS is_outlier,
    ABS(l.quantity - f.quantity_mean) > 3 * f.quantity_sd
        OR ABS(CAST(l.unit_price AS DOUBLE) - f.price_mean) > 3 * f.price_sd AS is_far,
    COALESCE(LEAST(r.quantity, l.quantity), 0) AS returned_quantity,
    l.country,
    l.channel,
    l.device
FROM sold_lines l
LEFT JOIN product_codes k ON k.product_id = l.product_id
LEFT JOIN (
    SELECT line_source, line_row, SUM(quantity) AS quantity FROM return_matches GROUP BY line_source, line_row
) r ON r.line_source = l.source AND r.line_row = l.source_row
CROSS JOIN fences f
