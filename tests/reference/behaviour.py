"""Expected values for the comparison of devices: conversion and spend a visit, with errors that know that a customer's visits are alike.

    /usr/bin/python3 tests/reference/behaviour.py > tests/reference/behaviour.json

The way is another than the program's: ordinary least squares over single visits on a dummy for the device, with the sandwich of
Liang and Zeger (1986) over whole customers and no correction for few of them.
"""
import json

import numpy as np

rng = np.random.default_rng(20261128)
visits = []
for customer in range(40):
    habit, eager = rng.random(), rng.beta(1, 3)
    for _ in range(1 + rng.poisson(4)):
        mobile = bool(rng.random() < habit)
        ordered = bool(rng.random() < eager * (0.7 if mobile else 1.0))
        visits.append((f"c{customer:02d}", "mobile" if mobile else "desktop", round(float(rng.lognormal(3, 1)), 2) if ordered else 0.0))

customers = np.array([visit[0] for visit in visits])
mobile = np.array([visit[1] == "mobile" for visit in visits], dtype=float)
spend = np.array([visit[2] for visit in visits])


def fitted(y):
    x = np.column_stack([np.ones_like(mobile), mobile])
    bread = np.linalg.inv(x.T @ x)
    slopes = bread @ x.T @ y
    left = y - x @ slopes
    meat = np.zeros((2, 2))
    for customer in np.unique(customers):
        score = x[customers == customer].T @ left[customers == customer]
        meat += np.outer(score, score)
    cover = bread @ meat @ bread
    return dict(desktop=slopes[0], desktop_error=cover[0, 0] ** 0.5, mobile=slopes.sum(), mobile_error=cover.sum() ** 0.5, gap=slopes[1], gap_error=cover[1, 1] ** 0.5)


print(json.dumps(dict(visits=visits, conversion=fitted((spend > 0).astype(float)), spend=fitted(spend)), indent=1))
