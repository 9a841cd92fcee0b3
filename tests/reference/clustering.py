"""Expected values for the clustering and decomposition tests, by scikit-learn and scipy.

    /usr/bin/python3 tests/reference/clustering.py > tests/reference/clustering.json
"""
import json

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.sparse import random as sparse_random
from scipy.sparse.linalg import svds
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import (adjusted_rand_score, calinski_harabasz_score, davies_bouldin_score)
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky, _estimate_gaussian_parameters

random = np.random.RandomState(7)


def float32(values, digits=3):
    """Values that float32 and the text both hold exactly enough: rounded, then as float32, then as double."""
    return np.round(values, digits).astype(np.float32).astype(np.float64)


def text(values):
    return [float(f"{v:.10g}") for v in np.asarray(values, np.float64).ravel()]


# ---- three groups of different shape in three columns
groups = float32(np.concatenate([
    random.multivariate_normal([0, 0, 0], [[1, .8, 0], [.8, 1, 0], [0, 0, .3]], 40),
    random.multivariate_normal([5, 1, 2], [[.5, 0, 0], [0, 2, .5], [0, .5, 1]], 50),
    random.multivariate_normal([1, 6, -3], [[1.5, -.6, .2], [-.6, 1, 0], [.2, 0, .4]], 30)]))

hierarchy = {}
for method in ("ward", "average", "complete", "single"):
    z = linkage(groups, method)
    height = float((z[-4, 2] + z[-5, 2]) / 2)
    hierarchy[method] = {"left": z[:, 0].astype(int).tolist(), "right": z[:, 1].astype(int).tolist(), "heights": text(z[:, 2]),
                         "rows": z[:, 3].astype(int).tolist(), "five": fcluster(z, 5, "maxclust").tolist(),
                         "cut_height": height, "at_height": fcluster(z, height, "distance").tolist()}

# ---- two half moons and noise
angle = random.uniform(0, np.pi, 150)
moons = np.concatenate([np.c_[np.cos(angle), np.sin(angle)], np.c_[1 - np.cos(angle), .4 - np.sin(angle)]])
moons = float32(np.concatenate([moons + random.normal(0, .06, moons.shape), random.uniform(-1.5, 2.5, (40, 2))]))
d = DBSCAN(eps=0.2, min_samples=6).fit(moons)
wide = float32(random.normal(0, 1, (250, 5)))
w = DBSCAN(eps=1.3, min_samples=8).fit(wide)

# ---- mixtures from the hard start of k-means
start = KMeans(3, n_init=1, init=groups[[0, 40, 90]], tol=0).fit(groups).labels_
mixtures = {}
for kind in ("full", "tied", "diag", "spherical"):
    hard = np.eye(3)[start]
    weights, means, covariances = _estimate_gaussian_parameters(groups, hard, 1e-6, kind)
    precisions = _compute_precision_cholesky(covariances, kind)
    if kind in ("full",):
        precisions = np.array([p @ p.T for p in precisions])
    elif kind == "tied":
        precisions = precisions @ precisions.T
    else:
        precisions = precisions ** 2
    m = GaussianMixture(3, covariance_type=kind, weights_init=weights / weights.sum(), means_init=means, precisions_init=precisions,
                        tol=1e-10, max_iter=1000, reg_covar=1e-6).fit(groups)
    mixtures[kind] = {"weights": text(m.weights_), "means": text(m.means_), "covariances": text(m.covariances_), "mean_log_likelihood": float(m.score(groups)),
                      "bic": float(m.bic(groups)), "aic": float(m.aic(groups)), "labels": m.predict(groups).tolist(),
                      "first_responsibilities": text(m.predict_proba(groups)[[0, 55, 119]]), "densities": text(m.score_samples(groups)[[0, 55, 119]])}

# ---- measures
other = fcluster(linkage(groups, "average"), 4, "maxclust") - 1
measures = {"labels": other.tolist(), "davies_bouldin": float(davies_bouldin_score(groups, other)),
            "calinski_harabasz": float(calinski_harabasz_score(groups, other)), "adjusted_rand": float(adjusted_rand_score(start, other)), "start": start.tolist()}

# ---- assignments
assignments = []
for rows, columns in ((1, 1), (4, 4), (6, 6), (3, 7), (8, 5), (12, 12)):
    cost = np.round(random.uniform(-5, 10, (rows, columns)), 2)
    i, j = linear_sum_assignment(cost)
    assignments.append({"rows": rows, "columns": columns, "cost": text(cost), "total": float(cost[i, j].sum())})

# ---- truncated singular values of a sparse matrix
sparse = sparse_random(80, 45, 0.12, random_state=random, data_rvs=lambda n: float32(random.exponential(2, n), 2)).tocoo()
u, s, vt = svds(sparse.tocsc().astype(np.float64), 6, tol=1e-12, v0=np.ones(45))
order = np.argsort(-s)
u, s, vt = u[:, order], s[order], vt[order]
for i in range(6):
    if vt[i][np.argmax(np.abs(vt[i]))] < 0:
        u[:, i], vt[i] = -u[:, i], -vt[i]
scores = u * s
dense = sparse.toarray()
svd = {"rows": 80, "columns": 45, "i": sparse.row.tolist(), "j": sparse.col.tolist(), "v": text(sparse.data), "singular": text(s), "components": text(vt[:3]), "scores": text(scores[:4]),
       "explained_ratio": text(scores.var(axis=0) / dense.var(axis=0).sum())}

p = PCA(2, svd_solver="full").fit(groups)
print(json.dumps({
    "made_by": "tests/reference/clustering.py", "numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__,
    "groups": text(groups), "hierarchy": hierarchy, "moons": text(moons), "moons_core": d.core_sample_indices_.tolist(), "moons_labels": d.labels_.tolist(),
    "wide": text(wide), "wide_core": w.core_sample_indices_.tolist(), "wide_labels": w.labels_.tolist(),
    "start": start.tolist(), "mixtures": mixtures, "measures": measures, "assignments": assignments, "svd": svd,
    "pca": {"variance": text(p.explained_variance_), "ratio": text(p.explained_variance_ratio_)}}))
