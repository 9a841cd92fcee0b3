"""Expected values for the tests of Habitue.Learning.Lifetime, written to lifetime.json beside this file.

Everything is computed from the formulas of the papers, plainly, with scipy: nothing here knows how the library does it.
Run it with Debian's python3-scipy: python3 tests/reference/lifetime.py
"""
import json
import os
import sys

import numpy as np
import scipy
from scipy import integrate, optimize, special, stats
from scipy.special import beta, betaln, gammaln, hyp2f1


def special_functions():
    rows = lambda f, args: [[*map(float, a), float(f(*a))] for a in args]
    xs = [1e-8, 1e-3, 0.1, 0.24259, 0.5, 0.999999, 1.0, 1.5, 2.0, 2.000001, 3.7, 7.99, 8.0, 11.9, 12.0, 25.5, 170.3, 1e4, 1e9]
    hyper = [(0.3, 0.7, 1.2, 0.0), (0.3, 0.7, 1.2, 0.4), (2.3, -0.2, 0.9, 0.5), (-1.7, 0.8, 3.4, 0.9), (1.1, 2.2, 40.5, 0.97), (5, 3, 20, 0.6), (0.5, 1.5, 2.5, 0.999)]
    gammas = [(0.5, 0.01), (0.5, 0.4), (0.5, 30.0), (1.0, 2.0), (1.5, 2.41), (3.0, 0.5), (3.0, 60.0), (20.0, 15.0), (20.0, 30.0), (250.0, 240.0), (250.0, 300.0), (0.01, 1e-6)]
    return {
        "log_gamma": rows(special.gammaln, [(x,) for x in xs]),
        "digamma": rows(special.digamma, [(x,) for x in xs]),
        "log_beta": rows(special.betaln, [(0.24, 3.1), (1e-3, 1e-3), (50.0, 0.5), (12.0, 90.0)]),
        "hypergeometric": rows(special.hyp2f1, hyper),
        "upper_gamma": rows(special.gammaincc, gammas),
        "lower_gamma": rows(special.gammainc, gammas),
        "normal_tail": rows(stats.norm.sf, [(z,) for z in [-8.0, -2.0, -0.1, 0.0, 0.3, 1.0, 1.959963984540054, 3.0, 6.0, 12.0, 30.0]]),
        "normal_quantile": rows(stats.norm.ppf, [(p,) for p in [1e-300, 1e-20, 1e-5, 0.025, 0.3, 0.5, 0.6, 0.95, 0.975, 0.999999]]),
        "chi_squared_tail": rows(stats.chi2.sf, [(4.82, 3), (11.99, 3), (0.1, 1), (3.84, 1), (100.0, 5), (0.5, 30)]),
    }


# BG/NBD: Fader, Hardie and Lee (2005).

def bgnbd_likelihood(p, x, tx, T):
    """Equation 6, as it stands."""
    r, alpha, a, b = p
    stays = beta(a, b + x) / beta(a, b) * np.exp(gammaln(r + x) - gammaln(r)) * alpha**r / (alpha + T) ** (r + x)
    if x == 0:
        return stays
    return stays + beta(a + 1, b + x - 1) / beta(a, b) * np.exp(gammaln(r + x) - gammaln(r)) * alpha**r / (alpha + tx) ** (r + x)


def bgnbd_expected(p, x, tx, T, t):
    """Equation 10, as it stands."""
    r, alpha, a, b = p
    numerator = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t)))
    return numerator / (1 + (x > 0) * a / (b + x - 1) * ((alpha + T) / (alpha + tx)) ** (r + x))


def bgnbd_alive(p, x, tx, T):
    r, alpha, a, b = p
    return 1 / (1 + (x > 0) * a / (b + x - 1) * ((alpha + T) / (alpha + tx)) ** (r + x))


def bgnbd_probability(p, n, t):
    """The mixture, integrated by numbers over the rate and the probability of leaving."""
    r, alpha, a, b = p

    def given(q, rate):
        stays = (1 - q) ** n * stats.poisson.pmf(n, rate * t)
        left = q * (1 - q) ** (n - 1) * stats.gamma.cdf(t, n, scale=1 / rate) if n > 0 else 0
        return stays + left

    # quantiles make both integrals run over (0, 1)
    nodes, weights = np.polynomial.legendre.leggauss(400)
    u, w = (nodes + 1) / 2, weights / 2
    rates, leaves = stats.gamma.ppf(u, r, scale=1 / alpha), stats.beta.ppf(u, a, b)
    total = 0.0
    for rate, wr in zip(rates, w):
        total += wr * np.sum(w * given(leaves, rate))
    return total


HISTORIES = [(0, 0.0, 38.86), (0, 0.0, 0.0), (1, 1.71, 38.86), (2, 30.43, 38.86), (5, 36.0, 37.5), (26, 30.86, 31.0), (29, 12.0, 39.0), (120, 30.0, 31.0)]
BGNBD = [(0.243, 4.414, 0.793, 2.426), (2.5, 30.0, 1.7, 0.6), (0.8, 3.0, 0.3, 0.4), (0.2, 1.0, 3.1, 4.2)]


def bgnbd():
    rows = []
    for p in BGNBD:
        for x, tx, T in HISTORIES:
            row = {"parameters": p, "history": [x, tx, T], "log_likelihood": float(np.log(bgnbd_likelihood(p, x, tx, T))), "alive": float(bgnbd_alive(p, x, tx, T))}
            # the formula loses digits for many purchases, where 2F1 is huge; those are left out
            if x <= 5:
                row["expected_1"], row["expected_39"] = float(bgnbd_expected(p, x, tx, T, 1.0)), float(bgnbd_expected(p, x, tx, T, 39.0))
            rows.append(row)
    # at a = 1 equation 10 is 0/0: the value from both sides of it
    near = [0.5 * (bgnbd_expected((0.5, 4.0, 1 - 1e-4, 2.0), 3, 20.0, 30.0, 10.0) + bgnbd_expected((0.5, 4.0, 1 + 1e-4, 2.0), 3, 20.0, 30.0, 10.0))]
    probability = [[n, t, bgnbd_probability((2.4, 4.4, 1.8, 2.4), n, t)] for n in (0, 1, 2, 5) for t in (2.0, 10.0)]
    return {"rows": rows, "expected_at_a_1": [float(v) for v in near], "probability": probability}


# Pareto/NBD: Fader and Hardie, "A note on deriving the Pareto/NBD model" (2005).

PARETO = [(0.553, 10.578, 0.606, 11.669), (2.5, 8.0, 1.7, 20.0), (0.8, 30.0, 0.3, 4.0), (1.3, 5.0, 1.0, 5.0)]


def pareto_left(p, x, tx, T):
    """The second part of equation 16 over its factor, from the difference of hypergeometric functions."""
    r, alpha, s, b = p
    high, gap = (alpha, alpha - b) if alpha >= b else (b, b - alpha)
    second = s + 1 if alpha >= b else r + x
    term = lambda t: hyp2f1(r + s + x, second, r + s + x + 1, gap / (high + t)) / (high + t) ** (r + s + x)
    return s / (r + s + x) * (term(tx) - term(T))


def pareto():
    rows = []
    for p in PARETO:
        r, alpha, s, b = p
        for x, tx, T in HISTORIES:
            # 2F1 loses its digits for many purchases; there the integral itself is taken
            stays = (alpha + T) ** -(r + x) * (b + T) ** -s
            if x <= 5:
                left = pareto_left(p, x, tx, T)
            else:
                left = s * integrate.quad(lambda u: (alpha + u) ** -(r + x) * (b + u) ** -(s + 1), tx, T, epsabs=0, epsrel=1e-12, limit=500)[0]
            row = {"parameters": p, "history": [x, tx, T]}
            row["log_likelihood"] = float(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(b) + np.log(stays + left))
            row["alive"] = float(stays / (stays + left))
            for t in (1.0, 52.0):
                lasting = np.log((b + T + t) / (b + T)) if s == 1 else (1 - ((b + T) / (b + T + t)) ** (s - 1)) / (s - 1)
                row[f"expected_{t:.0f}"] = float(row["alive"] * (r + x) * (b + T) / (alpha + T) * lasting)
            rows.append(row)
    return {"rows": rows}


# BG/BB: Fader, Hardie and Shang (2010). Given both probabilities everything is a polynomial, so Gauss and Jacobi's nodes integrate exactly.

BGBB = [(1.204, 0.750, 0.657, 2.783), (0.4, 2.0, 1.0, 1.0), (3.0, 1.5, 2.5, 9.0)]


def beta_nodes(a, b, n=60):
    nodes, weights = special.roots_jacobi(n, b - 1, a - 1)
    return (nodes + 1) / 2, weights / weights.sum()


def bgbb():
    rows = []
    for p in BGBB:
        (buy, wb), (leave, wl) = beta_nodes(p[0], p[1]), beta_nodes(p[2], p[3])
        B, L = buy[:, None], leave[None, :]
        mean = lambda f: float(wb @ f @ wl)
        for x, tx, n in [(0, 0, 6), (1, 1, 6), (2, 5, 6), (6, 6, 6), (3, 7, 12), (0, 0, 0), (12, 12, 12)]:
            there = B**x * (1 - B) ** (n - x) * (1 - L) ** n
            left = sum((B**x * (1 - B) ** (tx - x + i) * L * (1 - L) ** (tx + i) for i in range(n - tx)), np.zeros_like(there))
            total = mean(there + left)
            expected = sum(mean(there * B * (1 - L) ** j) for j in range(1, 6)) / total
            rows.append({"parameters": p, "history": [x, tx, n], "log_likelihood": float(np.log(total)), "alive": mean(there * (1 - L)) / total, "expected_5": expected})
        rows[-1]["new_5"] = sum(mean(B * (1 - L) ** j) for j in range(1, 6))
    return {"rows": rows}


def value():
    """Discounted value by months of 30.4375 / 7 weeks, the published parameters of BG/NBD and gamma-gamma."""
    p, (pp, q, v) = BGNBD[0], (6.25, 3.74, 15.44)
    rows = []
    for (x, tx, T), z in [((2, 30.43, 38.86), 22.35), ((1, 1.71, 38.86), 11.77), ((0, 0.0, 38.86), 0.0), ((5, 36.0, 37.5), 80.0)]:
        spend = pp * (v + x * z) / (pp * x + q - 1)
        ahead = [0.0] + [bgnbd_expected(p, x, tx, T, i * 30.4375 / 7) for i in range(1, 13)]
        rows.append([x, tx, T, z, float(spend), float(sum(spend * (ahead[i] - ahead[i - 1]) / 1.01**i for i in range(1, 13)))])
    return rows


# Survival. The leukaemia data of Freireich and others (1963), as in Cox (1972): weeks in remission, and whether it ended.

SIX_MP = [(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1), (17, 0), (19, 0), (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0)]
PLACEBO = [(t, 1) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]


def partial(beta, X, t, d, ties):
    """The logarithm of the partial likelihood, by its definition."""
    eta, total = X @ beta, 0.0
    for time in np.unique(t[d == 1]):
        risk, tied = np.exp(eta[t >= time]).sum(), np.exp(eta[(t == time) & (d == 1)])
        total += np.log(tied).sum() - sum(np.log(risk - (k / len(tied) if ties == "efron" else 0) * tied.sum()) for k in range(len(tied)))
    return total


def cox_fit(X, t, d, ties):
    n = X.shape[1]
    best = optimize.minimize(lambda b: -partial(b, X, t, d, ties), np.zeros(n), method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20000})
    beta = optimize.minimize(lambda b: -partial(b, X, t, d, ties), best.x, method="BFGS", options={"gtol": 1e-9}).x
    h, eye = 1e-4, np.eye(n)
    f = lambda b: partial(b, X, t, d, ties)
    hessian = np.array([[(f(beta + h * (eye[i] + eye[j])) - f(beta + h * (eye[i] - eye[j])) - f(beta - h * (eye[i] - eye[j])) + f(beta - h * (eye[i] + eye[j]))) / (4 * h * h) for j in range(n)] for i in range(n)])
    eta, mean = X @ beta, X.mean(axis=0)
    times, cumulative, sum_ = np.unique(t[d == 1]), [], 0.0
    for time in times:
        risk, tied = np.exp((X - mean) @ beta)[t >= time].sum(), np.exp((X - mean) @ beta)[(t == time) & (d == 1)]
        sum_ += sum(1 / (risk - (k / len(tied) if ties == "efron" else 0) * tied.sum()) for k in range(len(tied)))
        cumulative.append(float(sum_))
    good = pairs = 0.0
    for i in range(len(t)):
        for j in range(len(t)):
            if d[i] == 1 and (t[i] < t[j] or (t[i] == t[j] and d[j] == 0)):
                pairs += 1
                good += 1.0 if eta[i] > eta[j] else 0.5 if eta[i] == eta[j] else 0.0
    return {"coefficients": beta.tolist(), "standard_errors": np.sqrt(np.diag(np.linalg.inv(-hessian))).tolist(), "log_likelihood": float(f(beta)),
            "empty_log_likelihood": float(f(np.zeros(n))), "times": times.tolist(), "hazards": cumulative, "concordance": good / pairs, "means": mean.tolist()}


def cox():
    leukaemia = np.array([(t, d, 0) for t, d in SIX_MP] + [(t, d, 1) for t, d in PLACEBO], dtype=float)
    out = {"leukaemia": {ties: cox_fit(leukaemia[:, 2:], leukaemia[:, 0], leukaemia[:, 1], ties) for ties in ("efron", "breslow")}}
    rng = np.random.default_rng(7)
    X = np.column_stack([rng.integers(1, 40, 60), rng.integers(1, 10, 60), rng.normal(size=60).round(2)]).astype(float)
    t = np.ceil(rng.exponential(12 * np.exp(-(0.03 * X[:, 0] - 0.2 * X[:, 1] + 0.5 * X[:, 2]))))  # whole months, so that many tie
    d = (t <= 24).astype(float)
    t = np.minimum(t, 24)
    d[rng.random(60) < 0.15] = 0
    X = X.astype(np.float32).astype(float)
    out["made"] = {"rows": X.tolist(), "durations": t.tolist(), "events": d.tolist(), **{ties: cox_fit(X, t, d, ties) for ties in ("efron", "breslow")}}
    return out


def kaplan_meier():
    """By the definition, from the list of who is at risk; 95 % intervals on the scale of log(-log)."""
    rows, share, sum_, z = [], 1.0, 0.0, stats.norm.ppf(0.975)
    for time in sorted({t for t, d in SIX_MP if d}):
        n, d = sum(t >= time for t, _ in SIX_MP), sum(1 for t, e in SIX_MP if t == time and e)
        share *= 1 - d / n
        sum_ += d / (n * (n - d))
        c = np.exp(z * np.sqrt(sum_) / abs(np.log(share)))
        rows.append([time, n, d, share, share * np.sqrt(sum_), share**c, share ** (1 / c)])
    return [[float(v) for v in row] for row in rows]


def main():
    out = {"made_by": "tests/reference/lifetime.py", "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}}
    for part in (special_functions, bgnbd, pareto, bgbb, value, kaplan_meier, cox):
        out[part.__name__] = part()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lifetime.json")
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in out.items()) + "\n}\n")


if __name__ == "__main__":
    main()
