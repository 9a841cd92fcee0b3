"""Expected values for the tests of Habitue.Learning.Experiments, by scipy and plain numpy.

    /usr/bin/python3 tests/reference/experiments.py > tests/reference/experiments.json

Inputs are rounded and kept in the file, so that both sides count with the same numbers. Where there is no ready function the
textbook formula is written out over the single customers, not over sums, so that the two ways have little in common.
"""
import json
import math

import numpy as np
import scipy
from scipy import integrate, optimize, stats

rng = np.random.default_rng(20261127)


def means():
    a = rng.lognormal(2.0, 1.0, 80).round(2)
    b = rng.lognormal(2.3, 1.1, 95).round(2)
    t, p = stats.ttest_ind(b, a, equal_var=False)
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    freedom = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    half = stats.t.ppf(0.975, freedom) * math.sqrt(va + vb)
    d = b.mean() - a.mean()
    ratio = b.mean() / a.mean()
    lift_error = math.sqrt(vb + ratio**2 * va) / a.mean()
    reach = stats.t.ppf(0.975, freedom)
    cap = float(np.quantile(np.concatenate([a, b]), 0.95))
    return dict(control=a.tolist(), treatment=b.tolist(), t=t, p=p, low=d - half, high=d + half, difference=d, lift=ratio - 1,
                liftLow=ratio - 1 - reach * lift_error, liftHigh=ratio - 1 + reach * lift_error, cap=cap,
                cappedMean=np.minimum(b, cap).mean(), cappedVariance=np.minimum(b, cap).var(ddof=1))


def wilson(k, n, z):
    p = k / n
    return optimize.brentq(lambda q: (p - q) / math.sqrt(q * (1 - q) / n) - z, 1e-12, p) if k else 0.0, \
        optimize.brentq(lambda q: (p - q) / math.sqrt(q * (1 - q) / n) + z, max(p, 1e-12), 1 - 1e-12) if k < n else 1.0


def shares():
    out = []
    for k1, n1, k2, n2 in [(122, 21306, 267, 21307), (3, 100, 9, 120), (0, 50, 4, 60), (40, 50, 38, 50)]:
        p1, p2 = k1 / n1, k2 / n2
        # The squared z statistic of two shares is Pearson's chi-squared of the fourfold table.
        chi = stats.chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False)
        z = stats.norm.ppf(0.975)
        (l1, u1), (l2, u2) = wilson(k1, n1, z), wilson(k2, n2, z)
        d = p2 - p1
        out.append(dict(k1=k1, n1=n1, k2=k2, n2=n2, z=math.copysign(math.sqrt(chi[0]), d), p=chi[1],
                        low=d - math.hypot(p2 - l2, u1 - p1), high=d + math.hypot(u2 - p2, p1 - l1)))
    return out


def ratio():
    orders = rng.poisson(2.0, 400)
    revenue = np.array([rng.gamma(2.0, 10.0, k).sum() for k in orders]).round(2)
    r = revenue.sum() / orders.sum()
    # The linearized value of a customer, whose plain variance is that of the delta method.
    line = (revenue - r * orders) / orders.mean()
    boot = [revenue[i].sum() / orders[i].sum() for i in (rng.integers(0, 400, 400) for _ in range(20000))]
    return dict(revenue=revenue.tolist(), orders=orders.tolist(), value=r, squaredError=line.var(ddof=1) / 400, bootstrapError=float(np.std(boot)))


def cuped():
    before = [rng.gamma(1.5, 20.0, n).round(2) for n in (120, 150)]
    during = [(0.6 * x + rng.normal(5 + 2 * i, 12, len(x))).round(2) for i, x in enumerate(before)]
    # Least squares with a constant per arm: its slope is CUPED's pooled one.
    design = np.zeros((270, 3))
    design[:120, 0], design[120:, 1] = 1, 1
    design[:, 2] = np.concatenate(before)
    slope = np.linalg.lstsq(design, np.concatenate(during), rcond=None)[0][2]
    mean = np.concatenate(before).mean()
    adjusted = [y - slope * (x - mean) for x, y in zip(before, during)]
    return dict(before=[x.tolist() for x in before], during=[y.tolist() for y in during], slope=slope,
                values=[y.mean() for y in adjusted], squaredErrors=[y.var(ddof=1) / len(y) for y in adjusted],
                saved=[1 - a.var(ddof=1) / y.var(ddof=1) for a, y in zip(adjusted, during)])


def always():
    out = []
    for level, tuned, n, z in [(0.95, 5000, 100, 4.0), (0.95, 5000, 5000, 3.1), (0.95, 5000, 80000, 3.4), (0.9, 1000, 20000, 2.9), (0.99, 20000, 3000, 5.2)]:
        alpha = 1 - level
        rho2 = (-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / tuned
        # The logarithm of the likelihood ratio of a normal mixture of effects against none, by integration over the mixture (in standard deviations of one customer).
        def mixture(z):
            s = z * math.sqrt(n)
            peak, wide = s * rho2 / (1 + n * rho2), math.sqrt(rho2 / (1 + n * rho2))
            power = lambda e: e * s - n * e * e / 2 - e * e / (2 * rho2)
            f = lambda e: math.exp(power(e) - power(peak)) / math.sqrt(2 * math.pi * rho2)
            return power(peak) + math.log(integrate.quad(f, peak - 12 * wide, peak + 12 * wide, epsabs=0, epsrel=1e-11, limit=500)[0])
        reach = optimize.brentq(lambda z: mixture(z) + math.log(alpha), 0.01, 40, xtol=1e-12)
        out.append(dict(level=level, tuned=tuned, n=n, z=z, p=min(1, math.exp(-mixture(z))), reach=reach))
    return out


def corrections():
    p = [0.001, 0.04, 0.03, 0.012, 0.2, 0.04, 0.9]
    order = np.argsort(p)
    m = len(p)
    holm = np.empty(m)
    for rank, i in enumerate(order):
        holm[i] = min(1, max((m - r) * p[order[r]] for r in range(rank + 1)))
    return dict(p=p, bonferroni=[min(1, m * x) for x in p], holm=holm.tolist())


def bayes():
    def read(pdfs, cdfs, means, low, high, points):
        n = len(pdfs)
        quad = lambda f: sum(integrate.quad(f, a, b, epsabs=0, epsrel=1e-11, limit=400)[0] for a, b in zip(points[:-1], points[1:]))
        best = [quad(lambda x, i=i: pdfs[i](x) * math.prod(cdfs[j](x) for j in range(n) if j != i)) for i in range(n)]
        # The mean of the largest: the sum over arms of the mean where it is the largest.
        most = sum(quad(lambda x, i=i: x * pdfs[i](x) * math.prod(cdfs[j](x) for j in range(n) if j != i)) for i in range(n))
        return best, [most - m for m in means]

    share_cases = []
    for arms in [[(122, 21306), (267, 21307), (189, 21387)], [(30, 1000), (36, 1000)], [(0, 20), (5, 4000), (1, 30)]]:
        d = [stats.beta(1 + k, 1 + n - k) for k, n in arms]
        edges = sorted({0.0, 1.0} | {min(1, max(0, x.mean() + s * x.std())) for x in d for s in (-8, -4, -2, -1, 0, 1, 2, 4, 8)})
        best, loss = read([x.pdf for x in d], [x.cdf for x in d], [x.mean() for x in d], 0, 1, edges)
        share_cases.append(dict(arms=arms, best=best, loss=loss, low=[x.ppf(0.025) for x in d], high=[x.ppf(0.975) for x in d]))
    amount_cases = []
    for arms in [[(10.0, 0.5), (10.8, 0.4)], [(0.0, 1.0), (0.2, 30.0), (0.5, 0.01)]]:
        d = [stats.norm(m, s) for m, s in arms]
        edges = sorted({x.mean() + s * x.std() for x in d for s in (-9, -4, -2, -1, 0, 1, 2, 4, 9)})
        best, loss = read([x.pdf for x in d], [x.cdf for x in d], [x.mean() for x in d], edges[0], edges[-1], edges)
        less = [sum(integrate.quad(lambda x, i=i: d[i].pdf(x) * math.prod(d[j].sf(x) for j in range(len(d)) if j != i), a, b, limit=400)[0]
                    for a, b in zip(edges[:-1], edges[1:])) for i in range(len(d))]
        amount_cases.append(dict(arms=arms, best=best, loss=loss, bestIfLess=less))
    return dict(shares=share_cases, amounts=amount_cases)


def ratios():
    out = []
    for counts, weights in [([21307, 21387, 21306], [1, 1, 1]), ([5000, 5300], [0.5, 0.5]), ([900, 80, 20], [0.9, 0.09, 0.01])]:
        w = np.array(weights) / sum(weights) * sum(counts)
        chi = stats.chisquare(counts, w)
        out.append(dict(counts=counts, weights=weights, statistic=chi[0], p=chi[1]))
    return out


def power():
    z = stats.norm.ppf
    shares_ = []
    for p1, p2, level, pw in [(0.03, 0.033, 0.95, 0.8), (0.1, 0.12, 0.95, 0.9), (0.5, 0.45, 0.99, 0.8)]:
        # The number at which the power of the pooled z-test is as asked, by solving for it.
        def shown(n):
            q = (p1 + p2) / 2
            pooled, own = math.sqrt(2 * q * (1 - q) / n), math.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / n)
            return stats.norm.cdf((abs(p2 - p1) - z(1 - (1 - level) / 2) * pooled) / own)
        shares_.append(dict(control=p1, treatment=p2, level=level, power=pw, each=optimize.brentq(lambda n: shown(n) - pw, 2, 1e7, xtol=1e-6)))
    amounts = []
    for d, s, level, pw in [(0.5, 4.0, 0.95, 0.8), (-2.0, 30.0, 0.9, 0.95)]:
        shown = lambda n: stats.norm.cdf(abs(d) / (s * math.sqrt(2 / n)) - z(1 - (1 - level) / 2))
        amounts.append(dict(difference=d, spread=s, level=level, power=pw, each=optimize.brentq(lambda n: shown(n) - pw, 2, 1e7, xtol=1e-6)))
    return dict(shares=shares_, amounts=amounts)


print(json.dumps(dict(
    made=dict(scipy=scipy.__version__, numpy=np.__version__),
    means=means(), shares=shares(), ratio=ratio(), cuped=cuped(), always=always(), corrections=corrections(), bayes=bayes(), ratios=ratios(), power=power(),
)))
