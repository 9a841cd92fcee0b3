-- How far people (or visits) got through steps in their order. A step counts when it comes after the one before, and within the limit ($3, in
-- microseconds) from the first; the first lies from $1 to before $2. Different steps may share a moment; the same step twice takes two moments.
--
-- Each event of a step is joined to the latest way that leads up to it: no other way that leads there began later, so if any is within the limit, this one is.
-- People and visits are joined by 64 bits of hash, which is several times as fast as by their names; two of a million share one with a chance of 1 to 37 million.
--
-- Whether an order is a sale is asked of those that are left by everything else: it reads more of an event than all other conditions.
WITH {some}done AS MATERIALIZED (
    SELECT hash(e.customer_id) AS person, e.occurred_at, {action} AS action{sale_done}{part_done}{who_done}
    FROM {events} e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_microseconds(CAST($3 AS BIGINT)) AND e.is_bot IS NOT TRUE AND ({wanted}) AND {of_customer}
),
found AS (
    SELECT * FROM done WHERE {sold}
),
hits AS MATERIALIZED (
    SELECT {unit} AS unit, f.occurred_at AS moment, f.action{part_hit}{who_hit}
    FROM found f {joined}
),
{steps},
reached AS (
    {reached}
),
-- Who got to a step got there first in this way.
firsts AS (
    SELECT unit, step, MIN(moment) AS moment, arg_min(start, moment) AS start{part_first}{who_first}
    FROM reached
    GROUP BY unit, step
),
units AS (
    SELECT unit, MAX(step) AS furthest{part_unit} FROM firsts GROUP BY unit
)
{answer}
