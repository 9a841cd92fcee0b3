"""Expected values for the tests of models and measures of uplift, by scikit-learn and plain numpy.

    HABITUE_SHARED=folder-of-shared-data /usr/bin/python3 tests/reference/uplift.py > tests/reference/uplift.json

The curves are drawn point by point over the distinct scores.
"""
import csv
import json
import os

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(20261128)


def measures(y, t, s):
    order = np.argsort(-s, kind="stable")
    y, t, s = y[order], t[order], s[order]
    last = np.append(s[1:] != s[:-1], True)
    nt, yt = np.cumsum(t)[last], np.cumsum(y * t)[last]
    nc, yc = np.cumsum(~t)[last], np.cumsum(y * ~t)[last]
    n, share = len(y), (nt + nc) / len(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        qini = (yt - np.where(nc > 0, yc * nt / nc, 0)) / n
        uplift = (np.where(nt > 0, yt / nt, 0) - np.where(nc > 0, yc / nc, 0)) * share
    x, q, u = np.append(0, share), np.append(0, qini), np.append(0, uplift)
    return dict(qini=np.trapz(q, x) - q[-1] / 2, auuc=np.trapz(u, x), end=u[-1])


def small():
    n = 60
    t, s = rng.random(n) < 0.4, rng.integers(0, 12, n) / 4
    y = (rng.random(n) < 0.2 + 0.15 * s * t).astype(int)
    return dict(outcomes=y.tolist(), treated=t.astype(int).tolist(), scores=s.tolist(), **measures(y, t, s))


def hillstrom():
    rows = list(csv.DictReader(open(os.path.join(os.environ["HABITUE_SHARED"], "data", "hillstrom", "hillstrom.csv"))))
    numbers = ["recency", "history", "mens", "womens", "newbie"]
    texts = [(c, v) for c in ("zip_code", "channel") for v in sorted({r[c] for r in rows})]
    x = np.array([[float(r[c]) for c in numbers] + [float(r[c] == v) for c, v in texts] for r in rows])
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    arm, y = np.array([r["segment"] for r in rows]), np.array([int(r["visit"]) for r in rows])
    out = {}
    for treated in ("Mens E-Mail", "Womens E-Mail"):
        use = np.where((arm == treated) | (arm == "No E-Mail"))[0]
        learn, judge = use[use % 2 == 0], use[use % 2 == 1]
        t = arm == treated
        fit = lambda rows, target, w=None: LogisticRegression(C=1, solver="newton-cholesky", tol=1e-10, max_iter=200).fit(x[rows], target, sample_weight=w)
        with_, without = fit(learn[t[learn]], y[learn[t[learn]]]), fit(learn[~t[learn]], y[learn[~t[learn]]])
        two = with_.predict_proba(x[judge])[:, 1] - without.predict_proba(x[judge])[:, 1]
        share = t[learn].mean()
        turned = fit(learn, (t[learn] == (y[learn] == 1)).astype(int), np.where(t[learn], 0.5 / share, 0.5 / (1 - share)))
        one = 2 * turned.predict_proba(x[judge])[:, 1] - 1
        # Scores are kept as single floats by the library; ties are those of single floats.
        out[treated] = dict(rows=len(judge), two=measures(y[judge], t[judge], two.astype(np.float32)), turned=measures(y[judge], t[judge], one.astype(np.float32)),
                            firstTwo=two[:5].tolist(), firstTurned=one[:5].tolist())
    return out


def frozen():
    x, y, t = np.array([[1, 9], [2, 8], [30, 1], [31, 2.0]]), np.array([1, 1, 0, 0]), np.array([True, False, True, False])
    fit = lambda rows, target: LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=200).fit(x[rows], target)
    two = fit(t, y[t]).predict_proba(x)[:, 1] - fit(~t, y[~t]).predict_proba(x)[:, 1]
    one = 2 * fit(slice(None), (t == (y == 1)).astype(int)).predict_proba(x)[:, 1] - 1
    return dict(two=two.tolist(), turned=one.tolist())


print(json.dumps(dict(made=dict(sklearn=sklearn.__version__, numpy=np.__version__), small=small(), hillstrom=hillstrom(), frozen=frozen())))
