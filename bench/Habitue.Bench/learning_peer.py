"""scikit-learn's side of LearningBench: reads the inputs it wrote, then does one task per line of its input.

Prints its version first, then for each task: wall ms, processor ms (all threads), a figure to compare.
"""
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

warnings.filterwarnings("ignore")


def load(name, columns):
    return np.fromfile(f"{sys.argv[1]}/{name}.f32", dtype="<f4").reshape(-1, columns)


X, FIRST, RFM = load("rows", 15), load("first", 15), load("rfm", 3)


def kmeans():
    m = KMeans(8, init=FIRST, n_init=1, max_iter=25, tol=0, algorithm="lloyd").fit(X)
    # inertia_ is a float32 sum; the float64 one of the same centres is made after the clock has stopped
    return lambda: sum(float(((X[m.labels_ == k].astype("f8") - c) ** 2).sum())
                       for k, c in enumerate(m.cluster_centers_.astype("f8")))


def pca():
    m = PCA(5, svd_solver="full").fit(X)
    m.transform(X)
    return lambda: float(m.explained_variance_[0])


def sweep():
    best = max(silhouette_score(RFM, KMeans(k, n_init=10, random_state=1).fit_predict(RFM)) for k in range(2, 11))
    return lambda: float(best)


print(f"scikit-learn {sklearn.__version__}", flush=True)
for line in sys.stdin:
    wall, used = time.perf_counter(), time.process_time()
    figure = {"kmeans": kmeans, "pca": pca, "sweep": sweep}[line.strip()]()
    wall, used = time.perf_counter() - wall, time.process_time() - used
    print(f"{wall * 1000:.3f} {used * 1000:.3f} {figure():.9g}", flush=True)
