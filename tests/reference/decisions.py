"""Expected values for the tests of Habitue.Learning.Bandits and OffPolicy, by scipy and plain numpy.

    /usr/bin/python3 tests/reference/decisions.py > tests/reference/decisions.json

Inputs are rounded and kept in the file, so that both sides count with the same numbers.
"""
import json

import numpy as np
import scipy
from scipy import integrate, stats

rng = np.random.default_rng(20261128)


def best(distributions, low, high, points):
    """The chance of each to be the largest, by adaptive quadrature."""
    chances = []
    for i, one in enumerate(distributions):
        others = [d for j, d in enumerate(distributions) if j != i]
        value = 0.0
        edges = sorted({low, high, *[p for p in points if low < p < high]})
        for a, b in zip(edges, edges[1:]):
            value += integrate.quad(lambda x: one.pdf(x) * np.prod([o.cdf(x) for o in others]), a, b, epsabs=1e-13, epsrel=1e-12, limit=400)[0]
        chances.append(value)
    return chances


def spread(distributions):
    return [d.median() + k * d.std() for d in distributions for k in (-8, -4, -2, -1, 0, 1, 2, 4, 8)]


def betas():
    cases = [
        [(0, 0), (0, 0)],
        [(3, 10), (5, 11), (1, 20)],
        [(300, 10000), (330, 10000), (0, 0), (2, 40)],
        [(9000, 300000), (9100, 300000), (31, 1000), (1, 1), (0, 500)],
    ]
    out = []
    for case in cases:
        distributions = [stats.beta(1 + s, 1 + n - s) for s, n in case]
        out.append(dict(successes=[s for s, _ in case], trials=[n for _, n in case], chances=best(distributions, 0, 1, spread(distributions))))
    return out


def money():
    """Means under a normal and inverse gamma prior: the posterior of the mean by brute integration over the variance."""
    prior_mean, prior_weight, prior_spread = 2.0, 0.5, 3.0
    samples = [np.round(rng.gamma(2, 3, 12), 2), np.round(rng.gamma(2, 3.5, 30), 2), np.round(rng.gamma(1, 2, 3), 2)]

    def below(sample, at):
        # Prior: variance ~ inverse gamma(1, spread^2), mean | variance ~ normal(prior_mean, variance / prior_weight).
        def joint(variance):
            n, weight = len(sample), prior_weight + len(sample)
            centre = (prior_weight * prior_mean + sample.sum()) / weight
            return (stats.invgamma(1, scale=prior_spread ** 2).pdf(variance)
                    * np.exp(stats.norm(prior_mean, np.sqrt(variance / prior_weight)).logpdf(centre)
                             + stats.norm(centre, np.sqrt(variance)).logpdf(sample).sum()
                             - stats.norm(0, np.sqrt(variance / weight)).logpdf(0)), centre, np.sqrt(variance / weight))

        def weighed(variance):
            density, centre, deviation = joint(variance)
            return density * stats.norm(centre, deviation).cdf(at)

        edges = [0, 1, 5, 10, 20, 50, 200, 1000, np.inf]
        total = sum(integrate.quad(lambda v: joint(v)[0], a, b, epsabs=0, epsrel=1e-11, limit=400)[0] for a, b in zip(edges, edges[1:]))
        part = sum(integrate.quad(weighed, a, b, epsabs=0, epsrel=1e-11, limit=400)[0] for a, b in zip(edges, edges[1:]))
        return part / total

    distributions = []
    for sample in samples:
        n, weight = len(sample), prior_weight + len(sample)
        centre = (prior_weight * prior_mean + sample.sum()) / weight
        shape = 1 + n / 2
        rate = prior_spread ** 2 + ((sample - sample.mean()) ** 2).sum() / 2 + prior_weight * n * (sample.mean() - prior_mean) ** 2 / (2 * weight)
        distributions.append(stats.t(2 * shape, centre, np.sqrt(rate / (shape * weight))))
    at = [3.0, 6.0, 8.0]
    points = [d.median() + k for d in distributions for k in (-100, -30, -10, -5, -2, 0, 2, 5, 10, 30, 100)]
    return dict(
        priorMean=prior_mean, priorWeight=prior_weight, priorSpread=prior_spread,
        samples=[s.tolist() for s in samples], at=at,
        below=[[below(s, a) for a in at] for s in samples],
        chances=best(distributions, -5000, 5000, points))


def linear():
    """Algorithm 1 of Li et al. (2010), the inverse taken anew at each step; ties do not occur."""
    d, arms, alpha, ridge = 4, 3, 0.8, 1.5
    contexts = np.hstack([np.ones((60, 1)), np.round(rng.normal(size=(60, d - 1)), 3)])
    truth = np.round(rng.normal(size=(arms, d)), 3)
    a, b = [ridge * np.eye(d) for _ in range(arms)], [np.zeros(d) for _ in range(arms)]
    chosen, scores, rewards, chances = [], [], [], []
    for step, x in enumerate(contexts):
        means = [np.linalg.inv(a[k]) @ b[k] @ x for k in range(arms)]
        widths = [np.sqrt(x @ np.linalg.inv(a[k]) @ x) for k in range(arms)]
        score = [m + alpha * w for m, w in zip(means, widths)]
        k = step if step < arms else int(np.argmax(score))
        reward = float(np.round(truth[k] @ x + 0.3 * rng.normal(), 3))
        chosen.append(k)
        scores.append(score)
        rewards.append(reward)
        a[k] += np.outer(x, x)
        b[k] += reward * x
        if step in (5, 30):
            distributions = [stats.norm(np.linalg.inv(a[j]) @ b[j] @ x, 0.5 * np.sqrt(x @ np.linalg.inv(a[j]) @ x)) for j in range(arms)]
            chances.append(dict(step=step, chances=best(distributions, -40, 40, spread(distributions))))
    return dict(alpha=alpha, ridge=ridge, contexts=contexts.tolist(), chosen=chosen, scores=scores, rewards=rewards, chances=chances)


def off_policy():
    n, actions = 300, 3
    x = np.round(rng.normal(size=(n, 2)), 3)
    logging = np.array([0.5, 0.3, 0.2])
    taken = rng.choice(actions, n, p=logging)
    propensity = np.round(logging[taken], 6)
    target = np.round(rng.dirichlet([1, 2, 3], n), 6)
    chance = target[np.arange(n), taken]
    mean = np.column_stack([1 + x[:, 0], 2 - x[:, 1], 1.5 + 0 * x[:, 0]])
    reward = np.round(mean[np.arange(n), taken] + rng.normal(size=n), 3)
    w = chance / propensity
    reach = stats.t(n - 1).ppf(0.975)

    def mean_of(parts):
        error = parts.std(ddof=1) / np.sqrt(n)
        return dict(value=parts.mean(), error=error, low=parts.mean() - reach * error, high=parts.mean() + reach * error)

    folds, ridge = 5, 1.0
    expected = np.zeros((n, actions))
    design = np.column_stack([np.ones(n), x])
    for fold in range(folds):
        out = np.arange(n) % folds == fold
        for k in range(actions):
            rows = ~out & (taken == k)
            prior = np.array([ridge * reward[~out].mean(), 0, 0])
            weights = np.linalg.solve(design[rows].T @ design[rows] + ridge * np.eye(3), design[rows].T @ reward[rows] + prior)
            expected[out, k] = design[out] @ weights
    of_policy = (target * expected).sum(1)
    of_taken = expected[np.arange(n), taken]
    snips = (w * reward).sum() / w.sum()
    snips_error = np.sqrt((w ** 2 * (reward - snips) ** 2).sum()) / w.sum()
    clipped = np.minimum(w, 1.2)
    return dict(
        context=x.ravel().tolist(), taken=taken.tolist(), propensities=propensity.tolist(), target=target.ravel().tolist(),
        chances=chance.tolist(), rewards=reward.tolist(), expected=expected.ravel().tolist(),
        ips=mean_of(w * reward), clipped=mean_of(clipped * reward),
        snips=dict(value=snips, error=snips_error, low=snips - reach * snips_error, high=snips + reach * snips_error),
        dr=mean_of(of_policy + w * (reward - of_taken)),
        effective=w.sum() ** 2 / (w ** 2).sum(), meanWeight=w.mean(), largestWeight=w.max())


print(json.dumps(dict(
    versions=dict(numpy=np.__version__, scipy=scipy.__version__),
    betas=betas(), money=money(), linear=linear(), offPolicy=off_policy())))
