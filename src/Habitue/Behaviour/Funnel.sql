-- How far people (or visits) got through steps in their order. A step counts when it comes after the one before, and within the limit ($3, in
-- microseconds) from the first; the first lies from $1 to before $2. Different steps may share a moment; the same step twice takes two moments.
--
-- Each event of a step is joined to the latest way that leads up to it: no other way that leads there began later, so if any is within the limit, this one is.
WITH found AS (
    SELECT e.customer_id, e.occurred_at, e.device, e.channel, {action} AS action
    FROM events e
    WHERE e.occurred_at >= $1 AND e.occurred_at < CAST($2 AS TIMESTAMP) + to_microseconds(CAST($3 AS BIGINT)) AND e.is_bot IS NOT TRUE AND ({wanted}) AND {of_customer}
),
hits AS MATERIALIZED (
    SELECT {unit} AS unit, f.customer_id, f.occurred_at AS moment, f.action, {part} AS part
    FROM found f {joined}
),
{steps},
reached AS (
    {reached}
),
-- Who got to a step got there first in this way.
firsts AS (
    SELECT unit, step, MIN(moment) AS moment, arg_min(start, moment) AS start, arg_min(part, moment) AS part, MIN(customer_id) AS customer_id
    FROM reached
    GROUP BY unit, step
),
units AS (
    SELECT unit, MAX(step) AS furthest, arg_max(part, step) AS part FROM firsts GROUP BY unit
)
{answer}
