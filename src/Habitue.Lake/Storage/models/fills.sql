-- grain: one row per column in which values are missing that others have
-- use: what stands in for a missing value, and in how many rows: the median for ages, which have long tails, the mean for grades, which have not, the most frequent word (mode) for categories
--
-- What a source said is never changed: the tables keep their gaps, and complete_customers, complete_reviews and complete_tickets
-- fill them. A column that is empty in every row is not here: nothing is known that could stand in.
WITH people AS (
    SELECT c.customer_id, number_of(c.age) AS age, c.gender, c.city, c.country, c.device, c.loyalty_tier
    FROM customers c
    JOIN profiles p ON p.customer_id = c.customer_id
),
words AS (
    SELECT 'customers' AS of_table, 'gender' AS of_column, gender AS word FROM people
    UNION ALL
    SELECT 'customers', 'city', city FROM people
    UNION ALL
    SELECT 'customers', 'country', country FROM people
    UNION ALL
    SELECT 'customers', 'device', device FROM people
    UNION ALL
    SELECT 'customers', 'loyalty_tier', loyalty_tier FROM people
    UNION ALL
    SELECT 'tickets', 'category', category FROM tickets
),
numbers AS (
    SELECT 'customers' AS of_table, 'age' AS of_column, 'median' AS method, age AS x FROM people
    UNION ALL
    SELECT 'reviews', 'rating', 'mean', rating FROM reviews
    UNION ALL
    SELECT 'tickets', 'satisfaction', 'mean', satisfaction FROM tickets
),
counted AS (
    SELECT of_table, of_column, word, COUNT(*) AS times, ROW_NUMBER() OVER (PARTITION BY of_table, of_column ORDER BY COUNT(*) DESC, word) AS place
    FROM words
    WHERE word IS NOT NULL
    GROUP BY of_table, of_column, word
),
gaps AS (
    SELECT of_table, of_column, COUNT(*) FILTER (WHERE word IS NULL) AS missing FROM words GROUP BY of_table, of_column
)
SELECT g.of_table, g.of_column, 'mode' AS method, c.word AS word, CAST(NULL AS DOUBLE) AS number, g.missing
FROM gaps g
JOIN counted c ON c.of_table = g.of_table AND c.of_column = g.of_column AND c.place = 1
WHERE g.missing > 0
UNION ALL
SELECT of_table, of_column, method, CAST(NULL AS VARCHAR) AS word,
    CASE method WHEN 'median' THEN median_of(x) ELSE AVG(x) END AS number,
    COUNT(*) FILTER (WHERE x IS NULL) AS missing
FROM numbers
GROUP BY of_table, of_column, method
HAVING COUNT(x) > 0 AND COUNT(x) < COUNT(*)
