-- grain: one row per review or support ticket of a customer of which the model of its month knows a word
-- use: how content the words of a text sound, from 0 to 1, as far as the shop's own rated reviews tell
-- without: reviews
-- columns: kind VARCHAR, text_id VARCHAR, customer_id VARCHAR, written_at TIMESTAMP, words BIGINT, log_odds DOUBLE, sentiment DECIMAL(18,6), next_at TIMESTAMP
--
-- Multinomial naive Bayes over the different words of a text, each count one more than it was, both classes alike likely before a word
-- is read. Good are reviews of four and five stars, poor those of one and two. What a text is scored by are the reviews of the months
-- before its own: never its own stars, nor anything that was written later. A month with fewer than 20 reviews of a class before it
-- scores nothing. Logarithms are added up as decimals, so that the order of the words makes no difference.
WITH texts AS (
    SELECT kind, text_id, customer_id, written_at, month_of(written_at) AS month, good, poor, wording, ROW_NUMBER() OVER (ORDER BY written_at, text_id, kind, customer_id, wording) AS place
    FROM (
        SELECT
            'review' AS kind, review_id AS text_id, customer_id, written_at, CASE WHEN rating >= 4 THEN 1 ELSE 0 END AS good, CASE WHEN rating <= 2 THEN 1 ELSE 0 END AS poor,
            CONCAT(COALESCE(title, ''), ' ', COALESCE(body, '')) AS wording
        FROM reviews
        UNION ALL
        SELECT 'ticket', ticket_id, customer_id, opened_at, 0, 0, CONCAT(COALESCE(subject, ''), ' ', COALESCE(body, ''))
        FROM tickets
    ) written
    WHERE written_at IS NOT NULL
),
words AS (
    SELECT place, month, good, poor, words_of(wording) AS word FROM texts
),
-- Of every word and month in which somebody wrote it: how many good and poor reviews had it, then and in the months before.
counted AS (
    SELECT word, month, SUM(good) AS good, SUM(poor) AS poor FROM words GROUP BY word, month
),
before AS (
    SELECT
        word, month, good, poor,
        SUM(good) OVER (PARTITION BY word ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS good_before,
        SUM(poor) OVER (PARTITION BY word ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS poor_before
    FROM counted
),
-- Of every month: the reviews, the words in them, and the words that no review had before.
reviewed AS (
    SELECT month, SUM(good) AS good, SUM(poor) AS poor FROM texts GROUP BY month
),
vocabulary AS (
    SELECT
        month, SUM(good) AS good, SUM(poor) AS poor,
        COUNT(*) FILTER (WHERE good + poor > 0 AND COALESCE(good_before + poor_before, 0) = 0) AS fresh
    FROM before
    GROUP BY month
),
learned AS (
    SELECT
        r.month,
        SUM(r.good) OVER (ORDER BY r.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS good_reviews,
        SUM(r.poor) OVER (ORDER BY r.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS poor_reviews,
        SUM(v.good + v.fresh) OVER (ORDER BY r.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS good_words,
        SUM(v.poor + v.fresh) OVER (ORDER BY r.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS poor_words
    FROM reviewed r
    JOIN vocabulary v ON v.month = r.month
),
weights AS (
    SELECT
        b.word, b.month,
        CAST(LN((b.good_before + 1) / CAST(l.good_words AS DOUBLE)) - LN((b.poor_before + 1) / CAST(l.poor_words AS DOUBLE)) AS DECIMAL(18,12)) AS weight
    FROM before b
    JOIN learned l ON l.month = b.month
    WHERE b.good_before + b.poor_before > 0 AND l.good_reviews >= 20 AND l.poor_reviews >= 20
),
scored AS (
    SELECT w.place, COUNT(*) AS words, CAST(SUM(g.weight) AS DOUBLE) AS log_odds
    FROM words w
    JOIN weights g ON g.word = w.word AND g.month = w.month
    GROUP BY w.place
)
SELECT
    t.kind, t.text_id, t.customer_id, t.written_at, s.words, s.log_odds,
    CAST(1 / (1 + EXP(LEAST(-s.log_odds, 700))) AS DECIMAL(18,6)) AS sentiment,
    LEAD(t.written_at) OVER (PARTITION BY t.customer_id ORDER BY t.place) AS next_at
FROM scored s
JOIN texts t ON t.place = s.place
WHERE t.customer_id IS NOT NULL
