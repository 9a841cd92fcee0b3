"""Expected values for the recommenders, by numpy and scikit-learn: python3 recommendation.py > recommendation.json

What has a closed form is computed by it; Bayesian personalized ranking is done once more, step by step, with the
library's generator of random numbers written anew after its papers.
"""
import json
import platform

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import pairwise_distances
from sklearn.metrics.pairwise import cosine_similarity

USERS, ITEMS, ATTRIBUTES = 24, 10, 6
SEEN = np.array([[(u * 7 + i * 11 + u * i) % 13 for i in range(ITEMS)] for u in range(USERS)])
X = np.where(SEEN < 5, SEEN + 1, 0).astype(float)
X[3] = 0  # a user who has taken nothing
WHAT = np.array([[max(0, (i * 5 + a * 3 + i * a) % 7 - 3) for a in range(ATTRIBUTES)] for i in range(ITEMS)], float)


def pairs(m):
    return [[int(r), int(c), float(m[r, c])] for r, c in zip(*np.nonzero(m))]


def alike(documents):
    """The four similarities between rows, their diagonals 0."""
    tfidf = TfidfTransformer().fit_transform(documents).toarray()
    k1, b = 1.2, 0.75
    rows, length = documents.shape[0], documents.sum(1, keepdims=True)
    df = (documents > 0).sum(0)
    idf = np.log(1 + (rows - df + 0.5) / (df + 0.5))
    bm25 = idf * documents * (k1 + 1) / (documents + k1 * (1 - b + b * length / length.mean()))
    bm25[documents == 0] = 0
    jaccard = 1 - pairwise_distances(documents > 0, metric="jaccard")
    jaccard[(documents > 0).sum(1) == 0] = 0
    jaccard[:, (documents > 0).sum(1) == 0] = 0
    found = {"Cosine": cosine_similarity(documents), "Jaccard": jaccard, "TfIdf": cosine_similarity(tfidf), "Bm25": bm25 @ bm25.T}
    for m in found.values():
        np.fill_diagonal(m, 0)
    return {name: m.tolist() for name, m in found.items()}


def ease(m, ridge):
    p = np.linalg.inv(m.T @ m + ridge * np.eye(m.shape[1]))
    b = -p / np.diag(p)
    np.fill_diagonal(b, 0)
    return b.tolist()


def implicit_side(m, y, alpha, regularization):
    """Hu, Koren and Volinsky, equation 4: each user's factors for given factors of the items."""
    x = np.zeros((m.shape[0], y.shape[1]))
    for u in range(m.shape[0]):
        c = 1 + alpha * m[u]
        a = y.T @ (c[:, None] * y) + regularization * np.eye(y.shape[1])
        x[u] = np.linalg.solve(a, y.T @ (c * (m[u] > 0)))
    return x


def implicit_loss(m, x, y, alpha, regularization):
    return float(((1 + alpha * m) * ((m > 0) - x @ y.T) ** 2).sum() + regularization * ((x ** 2).sum() + (y ** 2).sum()))


def explicit_side(m, y, bias, mean, regularization):
    """Each user's factors and bias by ridge regression on what they rated, for given items."""
    x = np.zeros((m.shape[0], y.shape[1] + 1))
    for u in range(m.shape[0]):
        rated = np.nonzero(m[u])[0]
        design = np.hstack([y[rated], np.ones((len(rated), 1))])
        a = design.T @ design + regularization * np.eye(design.shape[1])
        x[u] = np.linalg.solve(a, design.T @ (m[u, rated] - mean - bias[rated]))
    return x


def shrunk(m, regularization):
    """What least squares with both sides held back must come to: singular values, less the regularization."""
    u, s, v = np.linalg.svd(m, full_matrices=False)
    return (u * np.maximum(s - regularization, 0)) @ v


MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Xoshiro:
    def __init__(self, seed, part):
        state = seed ^ mix((part + 0x9E3779B97F4A7C15) & MASK)
        self.s = []
        for _ in range(4):
            state = (state + 0x9E3779B97F4A7C15) & MASK
            self.s.append(mix(state))

    def bits(self):
        rotate = lambda v, k: ((v << k) | (v >> (64 - k))) & MASK
        s = self.s
        result = (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
        return result

    def real(self):
        return (self.bits() >> 11) * 2.0 ** -53

    def below(self, limit):
        while True:
            product = self.bits() * limit
            if (product & MASK) >= limit or (product & MASK) >= (-limit & MASK) % limit:
                return product >> 64


def bpr(m, factors, epochs, rate, regularization, seed):
    start, draw = Xoshiro(seed, 0), Xoshiro(seed, 1)
    x = np.array([[(start.real() - 0.5) / factors for _ in range(factors)] for _ in range(m.shape[0])])
    y = np.array([[(start.real() - 0.5) / factors for _ in range(factors)] for _ in range(m.shape[1])])
    bias = np.zeros(m.shape[1])
    us, its = np.nonzero(m)
    for _ in range(epochs):
        for _ in range(len(us)):
            k = draw.below(len(us))
            u, i = us[k], its[k]
            if (m[u] > 0).all():
                continue
            j = draw.below(m.shape[1])
            while m[u, j] > 0:
                j = draw.below(m.shape[1])
            z = 1 / (1 + np.exp(bias[i] - bias[j] + x[u] @ (y[i] - y[j])))
            old = x[u].copy()
            x[u] += rate * (z * (y[i] - y[j]) - regularization * x[u])
            y[i] += rate * (z * old - regularization * y[i])
            y[j] += rate * (-z * old - regularization * y[j])
            bias[i] += rate * (z - regularization * bias[i])
            bias[j] += rate * (-z - regularization * bias[j])
    return x @ y.T + bias


GIVEN = np.array([[np.cos(i * 0.7 + f * 1.3) for f in range(4)] for i in range(ITEMS)])
BIAS = np.array([np.sin(i * 0.9) / 4 for i in range(ITEMS)])
MEAN = X[X > 0].mean()
FULL = np.array([[((u * 5 + i * 3 + u * i) % 7) + 1.0 for i in range(7)] for u in range(12)])
solved = implicit_side(X, GIVEN, 3.0, 0.5)
content = TfidfTransformer().fit_transform(WHAT).toarray()

print(json.dumps({
    "made_by": "tests/reference/recommendation.py",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "pairs": pairs(X), "users": USERS, "items": ITEMS, "attributes": pairs(WHAT),
    "item_similarities": alike(X.T), "user_similarities": alike(X),
    "ease_binary_2": ease((X > 0).astype(float), 2.0), "ease_values_30": ease(X, 30.0),
    "given_items": GIVEN.tolist(), "given_biases": BIAS.tolist(),
    "implicit_users_alpha3_reg0.5": solved.tolist(), "implicit_loss": implicit_loss(X, solved, GIVEN, 3.0, 0.5),
    "implicit_limit_alpha0_reg0.75": shrunk((X > 0).astype(float), 0.75).tolist(),
    "explicit_users_reg0.8": explicit_side(X, GIVEN, BIAS, MEAN, 0.8).tolist(), "mean": MEAN,
    "full": FULL.tolist(), "explicit_limit_reg1.5": shrunk(FULL, 1.5).tolist(),
    "content_similarities": cosine_similarity(content).tolist(),
    "content_scores": cosine_similarity(X @ content, content).tolist(),
    "bpr_scores": bpr(X, 3, 20, 0.1, 0.02, 9).tolist(),
}, indent=None, separators=(",", ":")).replace('],"', '],\n"'))
