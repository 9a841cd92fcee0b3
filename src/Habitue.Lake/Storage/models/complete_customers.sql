-- grain: one row per customer that a CRM knows
-- use: people without gaps, for averages, comparisons and learning; filled tells how many of the values are not the source's own
-- as: view
WITH fill AS (
    SELECT
        MAX(number) FILTER (WHERE of_column = 'age') AS age,
        MAX(word) FILTER (WHERE of_column = 'gender') AS gender,
        MAX(word) FILTER (WHERE of_column = 'city') AS city,
        MAX(word) FILTER (WHERE of_column = 'country') AS country,
        MAX(word) FILTER (WHERE of_column = 'device') AS device,
        MAX(word) FILTER (WHERE of_column = 'loyalty_tier') AS loyalty_tier
    FROM fills
    WHERE of_table = 'customers'
)
SELECT
    c.customer_id,
    COALESCE(number_of(c.age), f.age) AS age,
    COALESCE(c.gender, f.gender) AS gender,
    COALESCE(c.city, f.city) AS city,
    COALESCE(c.country, f.country) AS country,
    COALESCE(c.device, f.device) AS device,
    COALESCE(c.loyalty_tier, f.loyalty_tier) AS loyalty_tier,
    CASE WHEN number_of(c.age) IS NULL AND f.age IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN c.gender IS NULL AND f.gender IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN c.city IS NULL AND f.city IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN c.country IS NULL AND f.country IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN c.device IS NULL AND f.device IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN c.loyalty_tier IS NULL AND f.loyalty_tier IS NOT NULL THEN 1 ELSE 0 END AS filled
FROM customers c
JOIN profiles p ON p.customer_id = c.customer_id
CROSS JOIN fill f
