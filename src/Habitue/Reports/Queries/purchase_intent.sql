-- What becomes of a visit, by what happened so far.
SELECT stage AS words, events, beginnings, ordered, low, high, probability FROM purchase_intent ORDER BY place
