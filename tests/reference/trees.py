"""Expected values for trees and boosting, by scikit-learn. Prints JSON: python3 trees.py > trees.json"""
import json

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

r = np.random.default_rng(11)
n = 300
x = np.stack([r.integers(0, 40, n), r.integers(0, 25, n), r.integers(0, 60, n), r.integers(0, 7, n)], 1).astype(float)
signal = np.sin(x[:, 0] / 6) * 2 + (x[:, 1] > 11) * (x[:, 2] - 30) / 12 + x[:, 3] / 5
noise = r.normal(size=n)
amount = np.round(signal + 0.7 * noise, 2)
two = (signal + noise > 0.7).astype(int)
three = np.digitize(signal + noise, [0.0, 1.6])
count = r.poisson(np.exp(signal / 3))
holes = x.copy()
holes[r.random((n, 4)) < 0.08] = np.nan
out = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "script": "tests/reference/trees.py",
       "rows": [[None if np.isnan(v) else int(v) for v in row] for row in holes],
       "whole": x.astype(int).tolist(), "amount": amount.tolist(), "two": two.tolist(), "three": three.tolist(),
       "count": count.tolist()}
boost = dict(max_iter=25, max_leaf_nodes=9, min_samples_leaf=7, l2_regularization=0.5, learning_rate=0.2, early_stopping=False)


def rounded(a):
    return [float(f"{v:.7g}") for v in np.asarray(a).ravel()]


out["logistic"] = rounded(HistGradientBoostingClassifier(**boost).fit(holes, two).predict_proba(holes)[:, 1])
out["multinomial"] = rounded(HistGradientBoostingClassifier(**{**boost, "max_iter": 8}).fit(holes, three).predict_proba(holes))
out["squared"] = rounded(HistGradientBoostingRegressor(**boost).fit(holes, amount).predict(holes))
out["poisson"] = rounded(HistGradientBoostingRegressor(loss="poisson", **boost).fit(holes, count).predict(holes))
out["quantile"] = rounded(HistGradientBoostingRegressor(loss="quantile", quantile=0.8, **boost).fit(holes, amount).predict(holes))
for name, make, y in [("gini", lambda **k: DecisionTreeClassifier(criterion="gini", **k), two),
                      ("entropy", lambda **k: DecisionTreeClassifier(criterion="entropy", **k), three),
                      ("gini3", lambda **k: DecisionTreeClassifier(criterion="gini", **k), three),
                      ("squared_tree", lambda **k: DecisionTreeRegressor(**k), amount)]:
    say = (lambda m: m.predict_proba(x)) if name != "squared_tree" else (lambda m: m.predict(x))
    for least in range(9, 40):  # the first least number of rows with which no tie is decided by chance
        settings = dict(max_depth=4, min_samples_leaf=least)
        fits = [make(random_state=s, **settings).fit(x, y) for s in range(12)]
        if all(np.allclose(say(f), say(fits[0])) for f in fits):
            break
    else:
        raise SystemExit(name + " has ties")
    path = fits[0].cost_complexity_pruning_path(x, y)
    middle = float((path.ccp_alphas[-4] + path.ccp_alphas[-3]) / 2)
    pruned = make(random_state=0, ccp_alpha=middle, **settings).fit(x, y)
    full = make(random_state=0, **settings).fit(x, y)
    out[name] = {"least": least, "alphas": rounded(path.ccp_alphas), "impurities": rounded(path.impurities), "leaves": int(full.get_n_leaves()),
                 "alpha": middle, "pruned_leaves": int(pruned.get_n_leaves()), "answers": rounded(say(full)), "pruned": rounded(say(pruned))}
print(json.dumps(out))
