-- What was done that is a step of a funnel: by whom (or in which visit), when, and which of its actions. The first step lies from $1 to before $2, later
-- ones follow within the limit ($3, in microseconds).
--
-- This is a table of its own and no part of the question that follows: conditions of the steps would be asked of each event of the warehouse, by its name.
-- People and visits are told by 64 bits of hash, which is several times as fast as by their names; two of a million share one with a chance of 1 to 37 million.
CREATE OR REPLACE TEMP TABLE {table} AS
WITH done AS (
    SELECT hash(e.customer_id) AS person, e.occurred_at, {action} AS action{part_done}{who_done}
    FROM events e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_microseconds(CAST($3 AS BIGINT)) AND {wanted} AND {of_customer}
)
SELECT {unit} AS unit, f.occurred_at AS moment, f.action{part_hit}{who_hit}
FROM done f {joined}
