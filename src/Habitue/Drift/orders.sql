-- What an order is like, of the orders from {from} until before {until}.
SELECT
    CAST(revenue AS DOUBLE) AS order_value,
    CAST(product_lines AS DOUBLE) AS lines_per_order,
    units AS units_per_order,
    CAST(goods AS DOUBLE) / NULLIF(units, 0) AS price_per_unit,
    CAST(discount AS DOUBLE) / NULLIF(CAST(revenue AS DOUBLE), 0) AS discount_rate,
    CAST(hour(ordered_at) AS DOUBLE) AS hour,
    dayname(ordered_at) AS weekday,
    country,
    channel,
    device
FROM orders
WHERE ordered_at >= {from} AND ordered_at < {until}
