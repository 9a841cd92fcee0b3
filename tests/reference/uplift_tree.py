"""Expected values for the tests of the tree of uplift, by plain numpy after the paper, and by causalml's own functions.

    HABITUE_SHARED=folder-of-shared-data CAUSALML=models.py /usr/bin/python3 tests/reference/uplift_tree.py > tests/reference/uplift_tree.json

CAUSALML is causalml/inference/tree/models.py of github.com/uber/causalml at commit 0429b2eb (its last version in plain Python). Of it
the functions are taken that weigh a node; its search for splits is not, since it draws a few candidates only. Here every split is tried.
Normalization is that of Rzepakowski and Jaroszewicz (2012), equations for one treatment, with logarithms to base 2.
"""
import csv
import importlib.util
import json
import os
import sys
import types

import numpy as np

rng = np.random.default_rng(20261128)


def bits(p, q):
    return 0 if p == 0 else p * np.log2(p / q)


def entropy(p):
    return -bits(p, 1) - bits(1 - p, 1)


def gini(p):
    return 1 - p * p - (1 - p) * (1 - p)


DIVERGENCES = dict(
    KullbackLeibler=(lambda p, q: bits(p, q) + bits(1 - p, 1 - q), entropy),
    Euclidean=(lambda p, q: (p - q) ** 2 + ((1 - p) - (1 - q)) ** 2, gini),
    ChiSquared=(lambda p, q: (p - q) ** 2 / q + ((1 - p) - (1 - q)) ** 2 / (1 - q), gini),
)


def worth(kind, y, t, left, prior=1.0, normalized=True):
    """How much a split (left: which rows go left) is worth."""
    between, mixed = DIVERGENCES[kind]

    def apart(rows):
        shares = [(y[rows & arm].sum() + prior) / ((rows & arm).sum() + 2 * prior) for arm in (t, ~t)]
        return between(*shares)

    every = np.ones(len(y), bool)
    gain = left.mean() * apart(left) + (~left).mean() * apart(~left) - apart(every)
    if not normalized:
        return gain
    nt, pt, pc = t.mean(), left[t].mean(), left[~t].mean()
    return gain / (mixed(nt) * between(pt, pc) + nt * mixed(pt) + (1 - nt) * mixed(pc) + 0.5)


def grow(kind, x, y, t, depth, least, **how):
    """What says the uplift of rows, and the splits in the order of the nodes."""
    splits = []

    def node(rows, depth):
        leaf = y[rows & t].mean() - y[rows & ~t].mean()
        if depth == 0:
            return leaf
        best = (0.0, None, None)
        for c in range(x.shape[1]):
            values = np.unique(x[rows, c])
            for low, high in zip(values[:-1], values[1:]):
                left = x[rows, c] <= low
                arms = [(left & a).sum() for a in (t[rows], ~t[rows])] + [(~left & a).sum() for a in (t[rows], ~t[rows])]
                if min(arms) < least:
                    continue
                gain = worth(kind, y[rows], t[rows], left, **how)
                if gain > best[0]:
                    best = (gain, c, (low + high) / 2)
        gain, c, threshold = best
        if c is None:
            return leaf
        splits.append(dict(gain=gain, column=c, threshold=threshold, rows=int(rows.sum())))
        return c, threshold, node(rows & (x[:, c] <= threshold), depth - 1), node(rows & (x[:, c] > threshold), depth - 1)

    tree = node(np.ones(len(y), bool), depth)

    def of(row, at):
        while isinstance(at, tuple):
            at = at[2] if row[at[0]] <= at[1] else at[3]
        return at

    return lambda rows: np.array([of(row, tree) for row in rows]), splits


def small():
    n = 500
    x = np.column_stack([np.round(rng.random(n), 2), rng.integers(0, 5, n), np.round(rng.normal(size=n), 1)])
    t = rng.random(n) < 0.4
    y = (rng.random(n) < 0.25 + 0.1 * (x[:, 1] > 2) + np.where(t, np.where(x[:, 0] > 0.6, 0.35, -0.1), 0)).astype(int)
    out = dict(columns=x.T.tolist(), treated=t.astype(int).tolist(), outcomes=y.tolist())
    for kind in DIVERGENCES:
        for normalized in (True, False):
            tree, splits = grow(kind, x, y, t, depth=3, least=15, normalized=normalized)
            out[kind + ("" if normalized else "Plain")] = dict(uplift=tree(x).tolist(), root=splits[0], splits=len(splits))
    return out


def causalml():
    """What causalml's functions say of a few nodes and their children: unnormalized, without a prior; its logarithms are natural."""
    testing = types.ModuleType("sklearn.utils.testing")
    testing.ignore_warnings = lambda category=None: lambda f: f
    sys.modules["sklearn.utils.testing"] = testing
    spec = importlib.util.spec_from_file_location("causalml_models", os.environ["CAUSALML"])
    models = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(models)
    tree, out = models.UpliftTreeClassifier(control_name="control"), []
    for _ in range(6):
        n = int(rng.integers(80, 300))
        t, left = rng.random(n) < rng.uniform(0.3, 0.7), rng.random(n) < rng.uniform(0.2, 0.8)
        y = (rng.random(n) < 0.3 + np.where(t & left, 0.25, 0)).astype(int)
        summary = lambda rows: tree.tree_node_summary(np.where(t[rows], "treated", "control"), y[rows], parentNodeSummary=None)
        parts, case = [summary(rows) for rows in (np.ones(n, bool), left, ~left)], {}
        for kind, weigh in (("KullbackLeibler", tree.evaluate_KL), ("Euclidean", tree.evaluate_ED), ("ChiSquared", tree.evaluate_Chi)):
            whole, one, other = [float(weigh(part, control_name="control")) for part in parts]
            case[kind] = left.mean() * one + (1 - left.mean()) * other - whole
        counts = lambda rows: [int((rows & t).sum()), int(y[rows & t].sum()), int((rows & ~t).sum()), int(y[rows & ~t].sum())]
        out.append(dict(whole=counts(np.ones(n, bool)), left=counts(left), **case))
    return out


def qini(y, t, s):
    order = np.argsort(-s, kind="stable")
    y, t, s = y[order], t[order], s[order]
    last = np.append(s[1:] != s[:-1], True)
    nt, yt, nc, yc = [np.cumsum(v)[last] for v in (t, y * t, ~t, y * ~t)]
    curve = np.append(0, (yt - np.where(nc > 0, yc * nt / np.maximum(nc, 1), 0)) / len(y))
    return np.trapz(curve, np.append(0, (nt + nc) / len(y))) - curve[-1] / 2


def hillstrom():
    """Without the amount spent before, which has too many values to try all splits."""
    rows = list(csv.DictReader(open(os.path.join(os.environ["HABITUE_SHARED"], "data", "hillstrom", "hillstrom.csv"))))
    texts = [(c, v) for c in ("zip_code", "channel") for v in sorted({r[c] for r in rows})]
    x = np.array([[float(r[c]) for c in ("recency", "mens", "womens", "newbie")] + [float(r[c] == v) for c, v in texts] for r in rows])
    arm, y = np.array([r["segment"] for r in rows]), np.array([int(r["visit"]) for r in rows])
    out = {}
    for treated in ("Mens E-Mail", "Womens E-Mail"):
        use = np.where((arm == treated) | (arm == "No E-Mail"))[0]
        learn, judge = use[use % 2 == 0], use[use % 2 == 1]
        tree, splits = grow("KullbackLeibler", x[learn], y[learn], (arm == treated)[learn], depth=4, least=200)
        scores = tree(x[judge]).astype(np.float32)
        out[treated] = dict(splits=len(splits), root=splits[0], qini=qini(y[judge], (arm == treated)[judge], scores), leaves=sorted(set(tree(x[learn]).tolist())))
    return out


print(json.dumps(dict(made=dict(numpy=np.__version__, causalml="0429b2eb"), small=small(), causalml=causalml(), hillstrom=hillstrom())))
