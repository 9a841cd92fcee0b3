"""Expected values of preprocessing, made with scikit-learn, scipy and numpy; run: python3 preprocessing.py > preprocessing.json"""
import json
import sys

import numpy as np
import scipy
import sklearn
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.model_selection import KFold
from sklearn.preprocessing import KBinsDiscretizer, PowerTransformer, RobustScaler

rng = np.random.default_rng(7)
rows = 60
x = np.column_stack([
    rng.exponential(50, rows),           # long tail
    rng.normal(20, 3, rows),             # symmetric
    rng.normal(0, 10, rows) ** 3 / 50,   # both signs, heavy tails
    rng.poisson(2, rows),                # counts with ties
]).astype(np.float32)
holed = x.copy()
for row, column in [(3, 0), (17, 0), (5, 1), (40, 3), (41, 3), (59, 2)]:
    holed[row, column] = np.nan
wide = x.astype(np.float64)
nan = lambda a: [None if np.isnan(v) else float(v) for v in np.asarray(a, dtype=float).ravel()]
q1, q3 = np.nanpercentile(holed.astype(float), [25, 75], axis=0)
mean, deviation = np.nanmean(holed.astype(float), axis=0), np.nanstd(holed.astype(float), axis=0)
robust = RobustScaler().fit(holed.astype(float))
robust10 = RobustScaler(quantile_range=(10, 90), with_centering=True).fit(holed.astype(float))
power = PowerTransformer(method="yeo-johnson", standardize=False).fit(holed.astype(float))
power_scaled = PowerTransformer(method="yeo-johnson", standardize=True).fit(wide)
bins = KBinsDiscretizer(n_bins=4, encode="ordinal", strategy="quantile").fit(wide[:, :3])
impute = {s: SimpleImputer(strategy=s, **({"fill_value": -1} if s == "constant" else {})).fit(holed.astype(float)).statistics_.tolist()
          for s in ["mean", "median", "most_frequent", "constant"]}

# Smoothed target means by their definition (Micci-Barreca 2001, equation 3 with lambda = n / (n + m)), counted with numpy.
words = rng.choice(["ash", "birch", "cedar", "fir"], rows, p=[.4, .3, .2, .1])
y = (rng.random(rows) < np.where(words == "ash", .8, .3)).astype(float)
def means(w, t, m=20.0):
    return {c: float((t[w == c].sum() + m * t.mean()) / ((w == c).sum() + m)) for c in np.unique(w)}

json.dump({
    "made_by": "tests/reference/preprocessing.py",
    "versions": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "x": nan(x), "holed": nan(holed),
    "robust": {"center": robust.center_.tolist(), "scale": robust.scale_.tolist(), "first": nan(robust.transform(holed.astype(float))[:6])},
    "robust10": {"center": robust10.center_.tolist(), "scale": robust10.scale_.tolist()},
    "impute": impute,
    "indicator": MissingIndicator(features="missing-only").fit(holed).features_.tolist(),
    "iqr_fence": {"low": (q1 - 1.5 * (q3 - q1)).tolist(), "high": (q3 + 1.5 * (q3 - q1)).tolist()},
    "z_fence": {"low": (mean - 2.5 * deviation).tolist(), "high": (mean + 2.5 * deviation).tolist()},
    "power": {"lambdas": power.lambdas_.tolist(), "values": nan(power.transform(holed.astype(float)))},
    "power_scaled": {"lambdas": power_scaled.lambdas_.tolist(), "values": nan(power_scaled.transform(wide))},
    "bins": {"edges": [e.tolist() for e in bins.bin_edges_], "values": nan(bins.transform(wide[:, :3]))},
    "words": words.tolist(), "y": y.tolist(), "target_means": means(words, y),
}, sys.stdout)
