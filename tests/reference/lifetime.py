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


def main():
    out = {"made_by": "tests/reference/lifetime.py", "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}}
    for part in (special_functions, bgnbd):
        out[part.__name__] = part()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lifetime.json")
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in out.items()) + "\n}\n")


if __name__ == "__main__":
    main()
