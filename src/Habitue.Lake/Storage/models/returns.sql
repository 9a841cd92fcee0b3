-- grain: one row per returned or cancelled line; a return of a whole order has one row per line of the order
-- use: what came back, when, and which order and line it belongs to
--
-- A line that goes back to several sold lines is shown with the one that most of it goes to (return_matches has all).
-- A sold line is named by the place of its event: source and row. When the claim names the order, only what that order sold can come back; otherwise an unmatched rest stays, as it
-- was bought before the data begin.
WITH placed AS (
    SELECT
        return_matches.*,
        ROW_NUMBER() OVER (PARTITION BY return_id ORDER BY quantity DESC, line_source DESC, line_row DESC) AS place,
        SUM(quantity) OVER (PARTITION BY return_id) AS matched_quantity,
        SUM(amount) OVER (PARTITION BY return_id) AS matched_amount
    FROM return_matches
    WHERE scope <> 'whole'
),
lines AS (
    SELECT
        c.message_id AS return_id, c.customer_id, c.is_known, c.occurred_at AS returned_at, c.order_id,
        COALESCE(p.of_order_id, c.of_order_id) AS of_order_id,
        p.line_source AS of_source,
        p.line_row AS of_source_row,
        c.product_id,
        CASE WHEN c.scope = 'order' THEN p.matched_quantity WHEN c.scope = 'amount' THEN 0 ELSE c.quantity END AS quantity,
        CASE WHEN c.scope = 'order' THEN p.matched_amount ELSE COALESCE(c.amount, p.matched_amount, 0) END AS amount,
        COALESCE(p.matched_quantity, 0) AS matched_quantity,
        p.line_row IS NOT NULL OR c.scope = 'amount' AS matched
    FROM return_claims c
    LEFT JOIN placed p ON p.return_id = c.message_id AND p.place = 1
    WHERE c.scope IN ('customer', 'amount', 'nothing') OR (c.scope = 'order' AND p.line_row IS NOT NULL)
    UNION ALL
    SELECT
        c.message_id || ':' || CAST(m.line_source AS VARCHAR) || '-' || CAST(m.line_row AS VARCHAR), c.customer_id, c.is_known, c.occurred_at, c.order_id,
        m.of_order_id, m.line_source, m.line_row, s.product_id, m.quantity, m.amount, m.quantity, TRUE
    FROM return_claims c
    JOIN return_matches m ON m.return_id = c.message_id AND m.scope = 'whole'
    JOIN events s ON s.source = m.line_source AND s.source_row = m.line_row
    WHERE c.scope = 'whole'
)
SELECT
    l.return_id, l.customer_id, l.is_known, l.returned_at, l.order_id, l.of_order_id, l.of_source, l.of_source_row, l.product_id,
    COALESCE(k.kind, 'product') AS kind,
    CAST(l.quantity AS DOUBLE) AS quantity,
    CAST(l.amount AS DECIMAL(18,4)) AS amount,
    CAST(l.matched_quantity AS DOUBLE) AS matched_quantity,
    l.matched
FROM lines l
LEFT JOIN product_codes k ON k.product_id = l.product_id
