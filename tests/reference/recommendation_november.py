"""How well recommenders foretell November on UCI Online Retail, by numpy in double:

    python3 recommendation_november.py PEERS INPUTS > recommendation_november.json

PEERS is the folder of the shared peers' scripts, whose measures of quality are used, INPUTS what their make_data.py wrote.
Of equally similar items the first are kept.
"""
import json
import platform
import sys

import numpy as np

peers, inputs = sys.argv[1:]
sys.path.insert(0, peers)
sys.dont_write_bytecode = True
import run_sklearn

train, truth = run_sklearn.holdout(inputs)
values = train.toarray().astype(np.float64)
taken = (values > 0).astype(np.float64)


def nearest(similarities, keep=20):
    s = similarities.astype(np.float32)
    np.fill_diagonal(s, 0)
    kept = np.zeros_like(s)
    for i in range(len(s)):
        first = np.lexsort((np.arange(len(s)), -s[i]))[:keep]
        kept[i, first] = s[i, first]
    return kept.astype(np.float64)


def quality(history, weights):
    return run_sklearn.rank_quality(train, truth, lambda users: history[users] @ weights)


both = taken.T @ taken
users = both.diagonal()
lengths = np.sqrt((values ** 2).sum(0))
documents = values.T
rareness = np.log(1 + (len(users) - taken.sum(1) + 0.5) / (taken.sum(1) + 0.5))
long = documents.sum(1, keepdims=True) / documents.sum(1).mean()
bm25 = rareness * documents * 2.2 / (documents + 1.2 * (0.25 + 0.75 * long))
inverse = np.linalg.inv(both + 500 * np.eye(len(users)))
ease = -inverse / np.diag(inverse)
np.fill_diagonal(ease, 0)
print(json.dumps({
    "made_by": "tests/reference/recommendation_november.py",
    "versions": {"python": platform.python_version(), "numpy": np.__version__},
    "Popularity": run_sklearn.rank_quality(train, truth, lambda part: np.tile(users, (len(part), 1))),
    "Cosine": quality(values, nearest(values.T @ values / lengths / lengths[:, None])),
    "Jaccard": quality(values, nearest(both / (users + users[:, None] - both))),
    "Bm25": quality(values, nearest(bm25 @ bm25.T)),
    "Ease": quality(taken, ease),
}, indent=1))
