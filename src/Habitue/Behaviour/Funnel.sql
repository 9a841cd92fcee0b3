-- How far people (or visits) got through steps in their order. A step counts when it comes after the one before, and within the limit ($2, in
-- microseconds) from the first; the first lies before $1. Different steps may share a moment; the same step twice takes two moments.
--
-- Each event of a step is joined to the latest way that leads up to it: no other way that leads there began later, so if any is within the limit, this one is.
WITH hits AS (
    SELECT * FROM {table}
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
