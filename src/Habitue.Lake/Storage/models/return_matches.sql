-- grain: one row per part of a returned line that goes back to one sold line
-- use: which sold units came back; returns, order_lines and orders read it
--
-- A claim takes back what was bought last before it, like the top of a pile: a sale puts its quantity on the
-- pile of its customer and product (or of its order and product, when the claim names the order), a return takes
-- from the top, and what is missing when the pile is empty stays unmatched: it was bought before the data begin.
-- The height of a pile is S - MIN(0, lowest S so far), with S the running sum of quantities. A sale owns the
-- interval of heights it added, a return the interval it took away; they meet where these overlap, as far as no
-- later sale lies in between. Sold lines are named by the place of their event, which is quicker to join than a message id.
WITH claims AS (
    SELECT 'order' AS scope, of_order_id AS owner, product_id, message_id, source, source_row, occurred_at, quantity, amount, TRUE AS is_asked
    FROM return_claims
    WHERE scope = 'order'
    UNION ALL
    -- Claims that name an order lower the customer's pile too, but are not matched there.
    SELECT 'customer' AS scope, customer_id AS owner, product_id, message_id, source, source_row, occurred_at, quantity, amount, scope = 'customer' AS is_asked
    FROM return_claims
    WHERE scope IN ('order', 'customer')
),
piles AS (
    SELECT ROW_NUMBER() OVER (ORDER BY scope, owner, product_id) AS pile, scope, owner, product_id, last_at
    FROM (
        SELECT scope, owner, product_id, MAX(occurred_at) AS last_at
        FROM claims
        GROUP BY scope, owner, product_id
        HAVING BOOL_OR(is_asked)
    ) asked
),
moves AS (
    SELECT p.pile, s.source, s.source_row, CAST(NULL AS VARCHAR) AS message_id, s.occurred_at, 0 AS is_return, s.quantity, s.quantity AS change, s.amount, s.order_id, FALSE AS is_asked
    FROM events s
    JOIN piles p ON p.owner = s.customer_id AND p.product_id = s.product_id AND s.occurred_at <= p.last_at
    WHERE p.scope = 'customer' AND is_sale(s.event, s.is_cancellation, s.quantity, s.unit_price) AND s.is_bot IS NOT TRUE
    UNION ALL
    SELECT p.pile, s.source, s.source_row, NULL, s.occurred_at, 0, s.quantity, s.quantity, s.amount, s.order_id, FALSE
    FROM events s
    JOIN piles p ON p.owner = s.order_id AND p.product_id = s.product_id AND s.occurred_at <= p.last_at
    WHERE p.scope = 'order' AND is_sale(s.event, s.is_cancellation, s.quantity, s.unit_price) AND s.is_bot IS NOT TRUE
    UNION ALL
    SELECT p.pile, c.source, c.source_row, c.message_id, c.occurred_at, 1, c.quantity, -c.quantity, c.amount, NULL, c.is_asked
    FROM claims c
    JOIN piles p ON p.scope = c.scope AND p.owner = c.owner AND p.product_id = c.product_id
),
running AS (
    SELECT
        moves.*,
        ROW_NUMBER() OVER (PARTITION BY pile ORDER BY occurred_at, is_return, source, source_row) AS place,
        SUM(change) OVER (PARTITION BY pile ORDER BY occurred_at, is_return, source, source_row
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
    FROM moves
),
lowest AS (
    SELECT
        running.*,
        LEAST(0, MIN(running) OVER (PARTITION BY pile ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS lowest,
        LEAST(0, COALESCE(MIN(running) OVER (PARTITION BY pile ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS lowest_before
    FROM running
),
heights AS (
    SELECT
        pile, source, source_row, message_id, occurred_at, is_return, quantity, amount, order_id, is_asked, place,
        running - lowest AS after,
        running - change - lowest_before AS before
    FROM lowest
),
pairs AS (
    SELECT
        r.message_id AS return_id, r.occurred_at AS returned_at, r.pile, r.quantity AS claimed, r.amount AS claimed_amount,
        s.source AS line_source, s.source_row AS line_row, s.order_id AS of_order_id, s.quantity AS sold_quantity, s.amount AS sold_amount,
        LEAST(r.before, s.after, COALESCE(MIN(s.before) OVER (PARTITION BY r.pile, r.place ORDER BY s.place DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), r.before)) AS top,
        GREATEST(r.after, s.before) AS bottom
    FROM heights r
    JOIN heights s ON s.pile = r.pile AND s.is_return = 0 AND s.place < r.place AND s.before < r.before
    WHERE r.is_return = 1 AND r.is_asked AND r.after < r.before
),
parts AS (
    SELECT
        return_id, returned_at, line_source, line_row, of_order_id, pile,
        top - bottom AS quantity,
        CAST(CASE
            WHEN claimed_amount IS NULL THEN CAST(sold_amount AS DOUBLE) * (top - bottom) / sold_quantity
            ELSE CAST(claimed_amount AS DOUBLE) * (top - bottom) / claimed
        END AS DECIMAL(18,4)) AS amount
    FROM pairs
    WHERE top > bottom
),
-- A whole order: every line of it, less what had come back before.
wholes AS (
    SELECT
        w.message_id AS return_id, w.occurred_at AS returned_at, s.source AS line_source, s.source_row AS line_row, s.order_id AS of_order_id,
        s.quantity AS sold_quantity, s.amount AS sold_amount,
        COALESCE(SUM(p.quantity), 0) AS back_before
    FROM return_claims w
    JOIN events s ON s.order_id = w.of_order_id AND s.occurred_at <= w.occurred_at
    LEFT JOIN parts p ON p.line_source = s.source AND p.line_row = s.source_row AND p.returned_at <= w.occurred_at
    WHERE w.scope = 'whole' AND is_sale(s.event, s.is_cancellation, s.quantity, s.unit_price) AND s.is_bot IS NOT TRUE
    GROUP BY w.message_id, w.occurred_at, s.source, s.source_row, s.order_id, s.quantity, s.amount
)
SELECT t.return_id, t.line_source, t.line_row, t.of_order_id, p.scope, t.quantity, t.amount
FROM parts t
JOIN piles p ON p.pile = t.pile
UNION ALL
SELECT
    return_id, line_source, line_row, of_order_id, 'whole' AS scope,
    sold_quantity - back_before AS quantity,
    CAST(CAST(sold_amount AS DOUBLE) * (sold_quantity - back_before) / sold_quantity AS DECIMAL(18,4)) AS amount
FROM wholes
WHERE sold_quantity > back_before
