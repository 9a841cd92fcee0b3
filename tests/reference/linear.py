#!/usr/bin/env python3
"""What scikit-learn and numpy make of a small table: the expected values of the tests of linear models.

    python3 tests/reference/linear.py > tests/reference/linear.json

Needs Debian's python3-sklearn and python3-scipy. Columns are float32, as in Habitue.
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.linear_model import (ElasticNet, GammaRegressor, Lasso, LinearRegression,
                                  LogisticRegression, PoissonRegressor, Ridge, enet_path)
from sklearn.metrics import d2_tweedie_score
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB

warnings.filterwarnings("ignore")
rng = np.random.RandomState(7)
n, p = 120, 5
base = rng.normal(size=(n, p)) @ (np.eye(p) + 0.4 * rng.normal(size=(p, p)))
base[:, 1] = 50 + 12 * base[:, 1]  # far from 0, in another unit
base[:, 4] = (base[:, 4] > 0.3)
x = np.round(base, 3).astype(np.float32).astype(float)
z = 0.8 * x[:, 0] - 0.05 * (x[:, 1] - 50) + 0.5 * x[:, 4] - 0.3
y = (rng.uniform(size=n) < 1 / (1 + np.exp(-z))).astype(int)
three = np.digitize(z + rng.logistic(size=n), [-0.8, 0.9])
target = np.round(2 + 1.5 * x[:, 0] - 0.1 * x[:, 1] + 0.7 * x[:, 3] + rng.normal(size=n), 3)
counts = rng.poisson(np.exp(0.3 + 0.4 * x[:, 0] - 0.02 * (x[:, 1] - 50)))
amounts = np.round(rng.gamma(2.0, np.exp(1 + 0.3 * x[:, 2] - 0.01 * (x[:, 1] - 50)) / 2) + 0.01, 3)
weights = np.round(rng.uniform(0.2, 3, size=n), 2)
words = rng.poisson(1.2, size=(n, 6))
out = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
       "x": np.round(x, 3).tolist(), "y": y.tolist(), "three": three.tolist(), "target": target.tolist(),
       "counts": counts.tolist(), "amounts": amounts.tolist(), "weights": weights.tolist(),
       "words": words.tolist()}


def flat(m):
    return [float(v) for v in np.r_[np.ravel(m.intercept_), np.ravel(m.coef_)]]


def logistic(name, labels, w=None, **settings):
    m = LogisticRegression(tol=1e-12, max_iter=1_000_000, **settings).fit(x, labels, sample_weight=w)
    out[name] = {"parameters": flat(m), "probabilities": m.predict_proba(x[:6]).tolist()}


# saga needs columns of one unit to come to an end, so the L1 penalties are given such ones.
s = np.round((x - x.mean(0)) / x.std(0), 3).astype(np.float32).astype(float)
out["scaled"] = np.round(s, 3).tolist()
logistic("logistic", y, solver="newton-cholesky")
logistic("logistic_strong", y, solver="newton-cholesky", C=0.05)
logistic("logistic_free", y, solver="newton-cholesky", penalty="none")
logistic("logistic_weighted", y, weights, solver="newton-cholesky")
logistic("logistic_balanced", y, solver="newton-cholesky", class_weight="balanced")
logistic("logistic_class_weights", y, solver="newton-cholesky", class_weight={0: 1.0, 1: 2.5})
logistic("logistic_no_intercept", y, solver="newton-cholesky", fit_intercept=False)
keep, x = x, s
logistic("multinomial", three, solver="lbfgs", multi_class="multinomial")
logistic("multinomial_free", three, solver="lbfgs", multi_class="multinomial", penalty="none")
# lbfgs ends early: a few Newton steps by hand.
for name, ridge in (("multinomial", 1.0), ("multinomial_free", 0.0)):
    q = np.array(out[name]["parameters"])
    b = np.c_[q[:3], q[3:].reshape(3, p)]
    a = np.c_[np.ones(n), x]
    for _ in range(8):
        e = np.exp(a @ b.T)
        e /= e.sum(1, keepdims=True)
        g = (e - np.eye(3)[three]).T @ a + ridge * np.c_[np.zeros(3), b[:, 1:]]
        h = np.zeros((3 * (p + 1), 3 * (p + 1)))
        for k in range(3):
            for l in range(3):
                h[k * (p + 1):(k + 1) * (p + 1), l * (p + 1):(l + 1) * (p + 1)] = \
                    (a * (e[:, k] * ((k == l) - e[:, l]))[:, None]).T @ a
        h += np.diag(np.tile(np.r_[0, np.full(p, ridge)], 3))
        b -= (np.linalg.pinv(h, rcond=1e-12, hermitian=True) @ g.ravel()).reshape(3, p + 1)
    out[name] = {"parameters": [float(v) for v in np.r_[b[:, 0], b[:, 1:].ravel()]], "probabilities": e[:6].tolist()}
    if ridge == 0:  # coefficients that add up to 0 over the classes: the pseudo-inverse is their covariance
        v = np.sqrt(np.diag(np.linalg.pinv(h, rcond=1e-12, hermitian=True))).reshape(3, p + 1)
        out[name]["errors"] = v.ravel().tolist()
logistic("logistic_l1", y, solver="saga", penalty="l1", C=0.2)
logistic("logistic_elastic", y, solver="saga", penalty="elasticnet", l1_ratio=0.4, C=0.2)
logistic("multinomial_l1", three, solver="saga", penalty="l1", C=0.2, multi_class="multinomial")
x = keep

# Standard errors of the unpenalized fit: the inverse of X'WX; p-values by the normal distribution.
a = np.c_[np.ones(n), x]
b = np.array(out["logistic_free"]["parameters"])
for _ in range(5):
    e = 1 / (1 + np.exp(-a @ b))
    h = (a * (e * (1 - e))[:, None]).T @ a
    b = b + np.linalg.solve(h, a.T @ (y - e))
se = np.sqrt(np.diag(np.linalg.inv(h)))
out["logistic_free"].update(parameters=b.tolist(), errors=se.tolist(), p=(2 * stats.norm.sf(abs(b / se))).tolist(),
                            low=(b - stats.norm.ppf(0.975) * se).tolist())

# Least squares: standard errors and p-values by Student's distribution.
for name, w in (("least_squares", np.ones(n)), ("least_squares_weighted", weights)):
    g = np.linalg.inv((a * w[:, None]).T @ a)
    b = g @ ((a * w[:, None]).T @ target)
    r = target - a @ b
    var = (w * r * r).sum() / (n - p - 1)
    se = np.sqrt(var * np.diag(g))
    out[name] = {"parameters": b.tolist(), "errors": se.tolist(),
                 "p": (2 * stats.t.sf(abs(b / se), n - p - 1)).tolist(),
                 "low": (b - stats.t.ppf(0.975, n - p - 1) * se).tolist(),
                 "sklearn": flat(LinearRegression().fit(x, target, w)),
                 "r2": float(LinearRegression().fit(x, target, w).score(x, target, w))}
out["ridge"] = flat(Ridge(2.5, tol=1e-12).fit(x, target))
out["ridge_weighted"] = flat(Ridge(2.5, tol=1e-12).fit(x, target, weights))
out["ridge_no_intercept"] = flat(Ridge(2.5, fit_intercept=False, tol=1e-12).fit(x, target))
out["lasso"] = flat(Lasso(0.15, tol=1e-14, max_iter=1_000_000).fit(x, target))
out["lasso_weighted"] = flat(Lasso(0.15, tol=1e-14, max_iter=1_000_000).fit(x, target, weights))
out["elastic_net"] = flat(ElasticNet(0.2, l1_ratio=0.3, tol=1e-14, max_iter=1_000_000).fit(x, target))
alphas, coefs, _ = enet_path(x - x.mean(0), target - target.mean(), l1_ratio=0.7, n_alphas=8, eps=1e-2, tol=1e-14,
                             max_iter=1_000_000)
out["path"] = {"alphas": alphas.tolist(), "coefficients": coefs.T.tolist()}

# Cross-validated strength: fold = row mod 5, mean squared error pooled over the rows left out.
cv = []
for alpha in alphas:
    e = 0.0
    for f in range(5):
        t = np.arange(n) % 5 != f
        m = ElasticNet(alpha, l1_ratio=0.7, tol=1e-14, max_iter=1_000_000).fit(x[t], target[t])
        e += ((target[~t] - m.predict(x[~t])) ** 2).sum()
    cv.append(e / n)
out["path_errors"] = cv

for name, cls, t, power in (("poisson", PoissonRegressor, counts, 1), ("gamma", GammaRegressor, amounts, 2)):
    for kind, alpha, w in (("", 0.1, None), ("_free", 0.0, None), ("_weighted", 0.1, weights)):
        m = cls(alpha=alpha, tol=1e-12, max_iter=1_000_000).fit(s, t, w)
        out[name + kind] = {"parameters": flat(m), "predictions": m.predict(s[:6]).tolist(), "d2": float(d2_tweedie_score(t, m.predict(s), sample_weight=w, power=power))}
# A rate: counts by exposure, weighted by exposure, is a Poisson regression with log(exposure) as offset.
m = PoissonRegressor(alpha=0.0, tol=1e-12, max_iter=1_000_000).fit(s, counts / weights, weights)
out["poisson_exposure"] = {"parameters": flat(m)}
a = np.c_[np.ones(n), s]
b = np.array(out["poisson_free"]["parameters"])
mu = np.exp(a @ b)
out["poisson_free"]["errors"] = np.sqrt(np.diag(np.linalg.inv((a * mu[:, None]).T @ a))).tolist()
b = np.array(out["gamma_free"]["parameters"])
mu = np.exp(a @ b)
phi = (((amounts - mu) / mu) ** 2).sum() / (n - p - 1)  # Pearson's dispersion
out["gamma_free"]["errors"] = np.sqrt(phi * np.diag(np.linalg.inv(a.T @ a))).tolist()
out["gamma_free"]["dispersion"] = float(phi)

for name, w in (("gaussian_bayes", None), ("gaussian_bayes_weighted", weights)):
    m = GaussianNB().fit(x, three, w)
    out[name] = {"probabilities": m.predict_proba(x[:6]).tolist(), "means": m.theta_.tolist(), "variances": m.var_.tolist()}
out["multinomial_bayes"] = {"log_probabilities": MultinomialNB(alpha=0.5).fit(words, three).feature_log_prob_.tolist(),
                            "probabilities": MultinomialNB(alpha=0.5).fit(words, three).predict_proba(words[:6]).tolist(),
                            "weighted": MultinomialNB(alpha=0.5).fit(words, three, weights).predict_proba(words[:6]).tolist()}
out["bernoulli_bayes"] = {"probabilities": BernoulliNB(alpha=0.5).fit(words, three).predict_proba(words[:6]).tolist(),
                          "weighted": BernoulliNB(alpha=0.5).fit(words, three, weights).predict_proba(words[:6]).tolist()}
print(json.dumps(out))
