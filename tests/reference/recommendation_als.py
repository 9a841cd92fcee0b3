"""Implicit ALS after 15 iterations on UCI Online Retail before November, by numpy in double, from three starts:

    python3 recommendation_als.py PEERS INPUTS > recommendation_als.json

PEERS is the folder of the shared peers' scripts, INPUTS what their make_data.py wrote. The updates are those of Hu, Koren and
Volinsky (2008), solved exactly and by three steps of conjugate gradients from the last factors (Takacs, Pilaszy and Tikk 2011),
with the start and the confidence (alpha times the value, for what was bought) of the Python package implicit. What is stored is the
loss: the sum of confidence times (preference - score) squared over all pairs, plus the penalty on all factors.
"""
import json
import platform
import sys

import numpy as np

FACTORS, PENALTY, ALPHA, ITERATIONS, STEPS = 64, 0.1, 10.0, 15, 3

peers, inputs = sys.argv[1:]
sys.path.insert(0, peers)
sys.dont_write_bytecode = True
import run_sklearn

by_user = run_sklearn.holdout(inputs)[0].astype(np.float64).tocsr() * ALPHA
by_item = by_user.T.tocsr()


def side(weights, fixed, solved, exact):
    gram = fixed.T @ fixed + PENALTY * np.eye(FACTORS)
    for row in range(weights.shape[0]):
        part = slice(weights.indptr[row], weights.indptr[row + 1])
        confidence, y = weights.data[part], fixed[weights.indices[part]]
        if exact:
            solved[row] = np.linalg.solve(gram + (y.T * (confidence - 1)) @ y, y.T @ confidence)
            continue
        x = solved[row].copy()
        left = y.T @ (confidence - (confidence - 1) * (y @ x)) - gram @ x
        direction, old = left.copy(), left @ left
        for _ in range(STEPS):
            if old < 1e-20:
                break
            image = gram @ direction + y.T @ ((confidence - 1) * (y @ direction))
            length = old / (direction @ image)
            x += length * direction
            left -= length * image
            new = left @ left
            direction = left + new / old * direction
            old = new
        solved[row] = x


def loss(users, items):
    total = ((users @ items.T) ** 2).sum()
    rows = np.repeat(np.arange(by_user.shape[0]), np.diff(by_user.indptr))
    scores = (users[rows] * items[by_user.indices]).sum(1)
    total += (by_user.data * (1 - scores) ** 2 - scores ** 2).sum()
    return total + PENALTY * ((users ** 2).sum() + (items ** 2).sum())


def after(seed, exact):
    chance = np.random.RandomState(seed)
    users = chance.rand(by_user.shape[0], FACTORS) * 0.01
    items = chance.rand(by_user.shape[1], FACTORS) * 0.01
    for _ in range(ITERATIONS):
        side(by_user, items, users, exact)
        side(by_item, users, items, exact)
    return float(round(loss(users, items), 1))


print(json.dumps({
    "made_by": "tests/reference/recommendation_als.py",
    "versions": {"python": platform.python_version(), "numpy": np.__version__},
    "conjugate_gradients": [after(seed, False) for seed in (1, 2, 7)],
    "exact": [after(seed, True) for seed in (1, 2, 7)],
}, indent=1))
