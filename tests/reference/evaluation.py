"""Expected values for the tests of Habitue.Learning.Evaluation, by scikit-learn, scipy and plain numpy.

    /usr/bin/python3 tests/reference/evaluation.py > tests/reference/evaluation.json

Inputs are rounded and kept in the file, so that both sides count with the same numbers.
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics
from sklearn.calibration import CalibratedClassifierCV, _SigmoidCalibration, calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict, cross_val_score
from sklearn.naive_bayes import GaussianNB

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261127)


def binary():
    n = 160
    y = (rng.random(n) < 0.35).astype(int)
    p = np.clip(0.2 + 0.3 * y + 0.25 * rng.normal(size=n), 0, 1).round(2).astype(np.float32)  # with ties, 0 and 1
    q = np.clip(0.3 + 0.15 * y + 0.25 * rng.normal(size=n), 0, 1).round(2).astype(np.float32)
    w = rng.integers(0, 5, n) / 2 + 0.25

    def measures(weights):
        answer = (p >= np.float32(0.5)).astype(int)
        frequency, mean = calibration_curve(y, p, n_bins=10)
        out = dict(
            auc=metrics.roc_auc_score(y, p, sample_weight=weights),
            averagePrecision=metrics.average_precision_score(y, p, sample_weight=weights),
            logLoss=metrics.log_loss(y, p, sample_weight=weights),
            brier=metrics.brier_score_loss(y, p, sample_weight=weights),
            accuracy=metrics.accuracy_score(y, answer, sample_weight=weights),
            balanced=metrics.balanced_accuracy_score(y, answer, sample_weight=weights),
            precision=metrics.precision_score(y, answer, sample_weight=weights),
            recall=metrics.recall_score(y, answer, sample_weight=weights),
            f1=metrics.f1_score(y, answer, sample_weight=weights),
            macroF1=metrics.f1_score(y, answer, average="macro", sample_weight=weights),
            weightedF1=metrics.f1_score(y, answer, average="weighted", sample_weight=weights),
            confusion=metrics.confusion_matrix(y, answer, sample_weight=weights).ravel().tolist(),
        )
        if weights is None:
            edges = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
            size = np.bincount(edges, minlength=10)
            out["ece"] = float(np.abs(frequency - mean) @ size[size > 0] / n)
            out["frequency"], out["mean"] = frequency.tolist(), mean.tolist()
        return out

    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    precision, recall, at = metrics.precision_recall_curve(y, p)
    f1 = 2 * precision[:-1] * recall[:-1] / np.maximum(precision[:-1] + recall[:-1], 1e-300)
    return dict(
        targets=y.tolist(), scores=p.tolist(), others=q.tolist(), weights=w.tolist(),
        plain=measures(None), weighted=measures(w),
        fpr=fpr[1:].tolist(), tpr=tpr[1:].tolist(), precision=precision[:-1][::-1].tolist(), recall=recall[:-1][::-1].tolist(),
        bestF1=float(f1.max()), bestF1At=float(at[f1.argmax()]), bestYouden=float((tpr - fpr).max()),
        delong=delong(y, p, q))


def delong(y, p, q):
    """DeLong, DeLong and Clarke-Pearson (1988), equations as they stand: every pair is looked at."""
    def parts(s):
        x, z = s[y == 1].astype(float), s[y == 0].astype(float)
        psi = (x[:, None] > z[None, :]) + 0.5 * (x[:, None] == z[None, :])
        return psi.mean(), psi.mean(axis=1), psi.mean(axis=0)
    (a, a10, a01), (b, b10, b01) = parts(p), parts(q)
    m, n = (y == 1).sum(), (y == 0).sum()
    cov = np.cov(np.stack([a10, b10])) / m + np.cov(np.stack([a01, b01])) / n
    se = np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    z = (a - b) / se
    return dict(auc=a, se=np.sqrt(cov[0, 0]), low=stats.norm.ppf(.025, a, np.sqrt(cov[0, 0])), high=stats.norm.ppf(.975, a, np.sqrt(cov[0, 0])),
                difference=a - b, differenceSe=se, z=z, p=2 * stats.norm.sf(abs(z)))


def classes():
    y, a = rng.integers(0, 4, 90), rng.integers(0, 4, 90)
    a = np.where(rng.random(90) < 0.5, y, a)
    a[a == 3] = 0                                     # class 3 is never answered
    p = rng.dirichlet(np.ones(4), 90).astype(np.float32)
    def average(name):
        return {f"{name}{measure}": getattr(metrics, f"{measure.lower()}_score")(y, a, average=name, zero_division=0) for measure in ("Precision", "Recall", "F1")}
    return dict(targets=y.tolist(), answers=a.tolist(), probabilities=[[float(v) for v in row] for row in p],
                logLoss=-float(np.log(p[np.arange(90), y].astype(float)).mean()), confusion=metrics.confusion_matrix(y, a).ravel().tolist(),
                accuracy=metrics.accuracy_score(y, a), balanced=metrics.balanced_accuracy_score(y, a), **average("macro"), **average("weighted"))


def regression():
    y = (rng.gamma(2, 20, 60) + 1).round(2)
    p = (y + rng.normal(0, 8, 60)).round(2).astype(np.float32)
    w = rng.integers(1, 4, 60).astype(float)
    d = p.astype(float)
    def measures(weights):
        return dict(rmse=metrics.mean_squared_error(y, d, squared=False, sample_weight=weights), mae=metrics.mean_absolute_error(y, d, sample_weight=weights),
                    r2=metrics.r2_score(y, d, sample_weight=weights), mape=metrics.mean_absolute_percentage_error(y, d, sample_weight=weights),
                    pinball=metrics.mean_pinball_loss(y, d, alpha=0.8, sample_weight=weights))
    return dict(targets=y.tolist(), predictions=d.tolist(), weights=w.tolist(), plain=measures(None), weighted=measures(w), median=metrics.median_absolute_error(y, d))


def ranking():
    worth = rng.integers(0, 4, (12, 15))
    worth[:, 0] += 1
    scores = rng.random((12, 15))
    order = np.argsort(-scores, axis=1)
    return dict(worth=worth.tolist(), ranked=order.tolist(),
                ndcg5=[metrics.ndcg_score(worth[i:i + 1], scores[i:i + 1], k=5) for i in range(12)],
                ndcg=metrics.ndcg_score(worth > 0, scores),
                map=metrics.label_ranking_average_precision_score(worth > 0, scores))


def bootstrap():
    x = rng.gamma(2, 3, 40).round(3)
    replicates = np.array([rng.choice(x, 40).mean() for _ in range(400)])
    result = {}
    for level in (0.9, 0.95):
        z0 = stats.norm.ppf((replicates < x.mean()).mean())
        leave = np.array([np.delete(x, i).mean() for i in range(40)])
        d = leave.mean() - leave
        a = (d ** 3).sum() / (6 * (d ** 2).sum() ** 1.5)
        z = stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
        shares = stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
        result[str(level)] = np.percentile(replicates, 100 * shares).tolist() + np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2]).tolist()
    from scipy.stats._resampling import _bca_interval
    theirs = _bca_interval((x,), np.mean, -1, 0.05, replicates, None)
    z = [float(np.percentile(replicates, 100 * float(s))) for s in theirs[:2]]
    assert np.allclose(z, result["0.9"][:2], rtol=1e-12), (z, result)   # scipy.stats.bootstrap goes the same way
    return dict(values=x.tolist(), replicates=replicates.tolist(), intervals=result,
                theirsOnData=list(stats.bootstrap((x,), np.mean, n_resamples=20000, method="BCa", random_state=1).confidence_interval))


def proportions():
    cases = [(0, 10), (3, 10), (10, 10), (7, 1000), (55, 100)]
    return [dict(k=k, n=n, level=level, low=i.low, high=i.high) for k, n in cases for level in (0.9, 0.95)
            for i in [stats.binomtest(k, n).proportion_ci(level, method="wilson")]]


def functions():
    x = [-8.0, -3.2, -1.0, -0.1, 0.0, 0.5, 1.96, 5.5]
    q = [1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.999]
    chi = [(0.1, 1), (3.84, 1), (7.2, 4), (25.0, 9), (40.0, 60), (350.0, 100)]
    z = [0.2, 0.5, 0.8, 1.0, 1.36, 2.5]
    return dict(normal=[[v, stats.norm.cdf(v)] for v in x], quantile=[[v, stats.norm.ppf(v)] for v in q],
                chi=[[v, k, stats.chi2.sf(v, k)] for v, k in chi], kolmogorov=[[v, special.kolmogorov(v)] for v in z])


def drift():
    a, b = rng.normal(10, 2, 70).round(1), rng.normal(10.6, 2.5, 55).round(1)
    counts = np.array([[30, 22, 5, 13], [18, 40, 9, 3]])
    share = counts / counts.sum(axis=1, keepdims=True)
    edges = np.quantile(a, np.arange(1, 5) / 5)
    ca, cb = (np.bincount(np.searchsorted(edges, s), minlength=5) / len(s) for s in (a, b))
    exact, chi = stats.ks_2samp(a, b, method="exact"), stats.chi2_contingency(counts, correction=False)
    large = rng.normal(0, 1, 3000).round(3), rng.normal(0.05, 1, 2500).round(3)
    d = stats.ks_2samp(*large, method="asymp").statistic
    return dict(a=a.tolist(), b=b.tolist(), counts=counts.tolist(), wasserstein=stats.wasserstein_distance(a, b),
                ks=exact.statistic, ksP=exact.pvalue, chi=chi[0], chiP=chi[1], chiDf=chi[2], jensenShannon=jensenshannon(*share),
                psiCounts=float(((share[1] - share[0]) * np.log(share[1] / share[0])).sum()), psi=float(((cb - ca) * np.log(cb / ca)).sum()),
                largeD=d, largeN=[3000, 2500], largeP=special.kolmogorov(d * np.sqrt(3000 * 2500 / 5500)))


def calibration():
    n = 120
    y = (rng.random(n) < 0.4).astype(int)
    p = np.clip(1 / (1 + np.exp(-(1.4 * y - 0.4 + rng.normal(size=n)))), 0, 1).round(2).astype(np.float32)
    w = rng.integers(1, 4, n).astype(float)
    ask = np.linspace(0.01, 0.99, 21).astype(np.float32)
    odds = lambda s: np.log(s.astype(float) / (1 - s.astype(float)))
    out = dict(targets=y.tolist(), probabilities=p.tolist(), weights=w.tolist(), ask=ask.tolist())
    for name, weights in (("plain", None), ("weighted", w)):
        platt = _SigmoidCalibration().fit(odds(p), y, weights)
        isotonic = IsotonicRegression(out_of_bounds="clip").fit(p.astype(float), y, weights)
        out[name] = dict(platt=platt.predict(odds(ask)).tolist(), isotonic=isotonic.predict(ask.astype(float)).tolist())
    x = np.stack([1.5 * y + rng.normal(size=n), rng.normal(size=n) - y], axis=1).round(3).astype(np.float32)
    three = (x[:, 0] > 0.5).astype(int) + ((x[:, 1] + rng.normal(size=n)) > 0).astype(int)
    def folds(labels):
        number = np.zeros(n, int)
        for label in np.unique(labels):
            number[labels == label] = np.arange((labels == label).sum()) % 5
        return [(np.where(number != k)[0], np.where(number == k)[0]) for k in range(5)]
    x = x.astype(float)
    whole = CalibratedClassifierCV(GaussianNB(), method="isotonic", ensemble=False, cv=folds(y)).fit(x, y)
    multi = CalibratedClassifierCV(GaussianNB(), method="isotonic", ensemble=False, cv=folds(three)).fit(x, three)
    logistic = LogisticRegression(C=1, tol=1e-10, max_iter=1000)   # its decisions are log-odds, over which our lines are drawn too
    sigmoid = CalibratedClassifierCV(logistic, method="sigmoid", ensemble=False, cv=folds(y)).fit(x, y)
    weighted = CalibratedClassifierCV(logistic, method="isotonic", ensemble=False, cv=folds(y)).fit(x, y, w)
    # Of several classes scikit-learn draws its lines over something else, so they are put together here from its parts.
    pooled, alone = cross_val_predict(logistic, x, three, cv=folds(three), method="predict_proba"), logistic.fit(x, three).predict_proba(x)
    lines = np.stack([_SigmoidCalibration().fit(odds(pooled[:, k]), three == k).predict(odds(alone[:, k])) for k in range(3)], axis=1)
    out.update(rows=[[float(v) for v in row] for row in x], whole=whole.predict_proba(x)[:, 1].tolist(), three=three.tolist(), multi=multi.predict_proba(x).ravel().tolist(),
               sigmoid=sigmoid.predict_proba(x)[:, 1].tolist(), weightedSteps=weighted.predict_proba(x)[:, 1].tolist(),
               multiSigmoid=(lines / lines.sum(axis=1, keepdims=True)).ravel().tolist())
    z, four = np.array([[1, 9], [2, 8], [30, 1], [31, 2]], float), np.array([1, 1, 0, 0])   # the customers of the frozen models
    halves = [(np.array([1, 3]), np.array([0, 2])), (np.array([0, 2]), np.array([1, 3]))]
    out["frozen"] = CalibratedClassifierCV(logistic, method="sigmoid", ensemble=False, cv=halves).fit(z, four).predict_proba(z).ravel().tolist()
    measures = dict(auc="roc_auc", logLoss="neg_log_loss", brier="neg_brier_score")
    out["scores"] = {name: [[abs(v) for v in cross_val_score(LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=1000), x, y, cv=folds(y), scoring=how)] for penalty in (0.1, 1, 1000)]
                     for name, how in measures.items()}
    amounts = (3 * x[:, 0] - x[:, 1] + np.sin(np.arange(n))).round(3)
    plainFolds = [(np.where(np.arange(n) % 4 != k)[0], np.where(np.arange(n) % 4 == k)[0]) for k in range(4)]
    out["amounts"] = amounts.tolist()
    out["amountScores"] = {name: (sign * cross_val_score(LinearRegression(), x, amounts, cv=plainFolds, scoring=how)).tolist() for name, how, sign in (("r2", "r2", 1), ("rmse", "neg_root_mean_squared_error", -1))}
    return out


def groups():
    g = rng.integers(0, 12, 70)
    folds = GroupKFold(4).split(np.zeros((70, 1)), groups=g)
    return dict(groups=g.tolist(), sizes=sorted(len(test) for _, test in folds))


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


print(json.dumps(dict(
    madeBy=dict(script="tests/reference/evaluation.py", scikitLearn=sklearn.__version__, scipy=scipy.__version__, numpy=np.__version__),
    binary=binary(), classes=classes(), regression=regression(), ranking=ranking(), bootstrap=bootstrap(), proportions=proportions(),
    functions=functions(), drift=drift(), calibration=calibration(), groups=groups()), default=plain))
