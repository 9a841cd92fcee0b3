"""Expected values for the tests of itemsets and rules: counted by brute force, p-values by scipy.

    /usr/bin/python3 tests/reference/patterns.py > tests/reference/patterns.json
"""
import itertools
import json
import random

import scipy
from scipy.stats import fisher_exact, hypergeom

random.seed(11)
ITEMS = ["ale", "bread", "cheese", "dates", "eggs", "figs", "grapes"]
WEIGHTS = [0.25, 0.6, 0.45, 0.15, 0.4, 0.1, 0.3]
baskets = []
for _ in range(60):
    basket = {i for i, w in zip(ITEMS, WEIGHTS) if random.random() < w}
    if "bread" in basket and random.random() < 0.6:
        basket.add("cheese")
    if "ale" in basket and random.random() < 0.7:
        basket.add("grapes")
    baskets.append(sorted(basket))

LEAST, CONFIDENCE = 6, 0.4  # 6 of 60 baskets: a support of 0.1
count = {}
for size in range(1, len(ITEMS) + 1):
    for s in itertools.combinations(ITEMS, size):
        c = sum(set(s) <= set(b) for b in baskets)
        if c >= LEAST:
            count[s] = c
closed = [s for s in count if not any(set(s) < set(t) and count[t] == count[s] for t in count)]
maximal = [s for s in count if not any(set(s) < set(t) for t in count)]

n, rules, possible = len(baskets), [], 0
for s, c in count.items():
    for size in range(1, len(s)):
        for left in itertools.combinations(s, size):
            possible += 1
            right = tuple(i for i in s if i not in left)
            a, b = count[left], count[right]
            if c / a < CONFIDENCE:
                continue
            p = fisher_exact([[c, a - c], [b - c, n - a - b + c]], alternative="greater")[1]
            rules.append({
                "left": left, "right": right, "count": c, "support": c / n, "confidence": c / a,
                "lift": c / n / (a / n * (b / n)), "leverage": c / n - a / n * b / n,
                "conviction": None if a == c else (1 - b / n) / (1 - c / a), "p": p})

# Benjamini and Hochberg among all possible rules, those below the confidence counted as larger than all others.
order = sorted(range(len(rules)), key=lambda i: rules[i]["p"], reverse=True)
least = 1.0
for place, i in enumerate(order):
    least = min(least, rules[i]["p"] * possible / (len(rules) - place))
    rules[i]["adjusted"] = least

tails = [[k, a, b, m, float(hypergeom.sf(k - 1, m, a, b))] for k, a, b, m in [
    (1, 1, 1, 1), (0, 3, 4, 10), (3, 3, 4, 10), (2, 5, 6, 10), (1, 5, 6, 10), (12, 60, 200, 1000), (13, 60, 200, 1000),
    (5, 60, 200, 1000), (180, 415, 900, 20728), (415, 415, 900, 20728), (60, 9000, 100, 20728), (30, 9000, 100, 20728),
    (2000, 40000, 50000, 1000000), (2100, 40000, 50000, 1000000), (1900, 40000, 50000, 1000000)]]

print(json.dumps({
    "made by": "tests/reference/patterns.py", "scipy": scipy.__version__,
    "baskets": baskets, "itemsets": [[s, c] for s, c in count.items()], "closed": closed, "maximal": maximal,
    "possible": possible, "rules": rules, "tails": tails}, indent=None, separators=(",", ":")))
