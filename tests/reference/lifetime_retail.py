"""Does anybody leave in the UCI Online Retail data? What scipy says: tests/reference/lifetime_retail.json.

A purchase is a day on which a known customer bought (invoices that are no cancellation, quantity and price above 0), a history what was
known before 10 December 2011 (the end of the data) or before 11 June 2011, in weeks. BG/NBD (Fader, Hardie and Lee 2005), Pareto/NBD (Fader and Hardie
2005; the integral by 64 nodes of Gauss and Legendre) and NBD, in which nobody ever leaves, are fitted by maximum likelihood with L-BFGS-B from several starts, and
the best is kept. For those known on 11 June 2011 it also counts who came back within 180 days, by how long they had been silent, beside what NBD expects.

    /usr/bin/python3 tests/reference/lifetime_retail.py FOLDER_OF_CSV_FILES > tests/reference/lifetime_retail.json

Made with pandas 1.5.3, numpy 1.24.2 and scipy 1.10.1.
"""
import glob
import json
import os
import sys

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln, roots_legendre

NODES, WEIGHTS = roots_legendre(64)


def purchases(folder):
    d = pd.concat([pd.read_csv(p, dtype={"InvoiceNo": str, "StockCode": str}, parse_dates=["InvoiceDate"])
                   for p in sorted(glob.glob(os.path.join(folder, "*.csv")))], ignore_index=True)
    d = d[d["CustomerID"].notna() & ~d["InvoiceNo"].str.startswith("C") & (d["Quantity"] > 0) & (d["UnitPrice"] > 0)]
    return d.assign(day=d["InvoiceDate"].dt.normalize())[["CustomerID", "day"]].drop_duplicates()


def histories(d, moment):
    g = d[d["day"] < moment].groupby("CustomerID")["day"].agg(["min", "max", "count"])
    last = moment - pd.Timedelta(days=1)
    return g.index, (g["count"] - 1).to_numpy(), ((g["max"] - g["min"]).dt.days / 7).to_numpy(), ((last - g["min"]).dt.days / 7).to_numpy()


def bg(p, x, tx, t):
    r, alpha, a, b = p
    fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    gone = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + tx), -np.inf)
    return fixed + np.logaddexp(-(r + x) * np.log(alpha + t), gone)


def pareto(p, x, tx, t):
    r, alpha, s, beta = p
    tau = tx[:, None] + (t - tx)[:, None] * (NODES + 1) / 2
    stays = -(r + x) * np.log(alpha + t) - s * np.log(beta + t)
    leaves = np.log(s) - (r + x)[:, None] * np.log(alpha + tau) - (s + 1) * np.log(beta + tau)
    most = np.maximum(leaves.max(axis=1), stays)
    both = np.exp(stays - most) + (np.exp(leaves - most[:, None]) @ WEIGHTS / 2) * (t - tx)
    return gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + most + np.log(both)


def nbd(p, x, tx, t):
    r, alpha = p
    return gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + t)


def best(likelihood, starts, h):
    unique, counts = np.unique(np.stack(h, axis=1), axis=0, return_counts=True)
    x, tx, t = unique.T
    fits = [minimize(lambda q: -(counts * likelihood(np.exp(q), x, tx, t)).sum(), np.log(start), method="L-BFGS-B",
                     bounds=[(-14, 14)] * len(start), options=dict(maxiter=2000, ftol=1e-14, gtol=1e-9)) for start in starts]
    fit = min(fits, key=lambda one: one.fun)
    return dict(parameters=[float(v) for v in np.exp(fit.x)], log_likelihood=float(-fit.fun))


def main():
    d, told = purchases(sys.argv[1]), []
    for moment in (pd.Timestamp("2011-06-11"), pd.Timestamp("2011-12-10")):
        names, *h = histories(d, moment)
        age = h[2].mean()
        told.append(dict(
            moment=str(moment.date()), customers=len(names), came_back=int((h[0] > 0).sum()), repeats=int(h[0].sum()),
            bg_nbd=best(bg, [[.5, age / 2, 1, 2], [.8, age / 3, .01, 5], [.8, age / 3, 1e-4, 10], [1, age / 2, .5, 3]], h),
            pareto_nbd=best(pareto, [[.5, age / 2, .5, age / 2], [.8, age / 3, .01, age], [.8, age / 3, .5, 10 * age]], h),
            nbd=best(nbd, [[.5, age / 2], [.8, age / 3]], h)))
    moment = pd.Timestamp("2011-06-11")
    names, x, tx, t = histories(d, moment)
    came = d[(d["day"] >= moment) & (d["day"] < moment + pd.Timedelta(days=180))].groupby("CustomerID").size().reindex(names).fillna(0).to_numpy()
    r, alpha = told[0]["nbd"]["parameters"]
    back = 1 - ((alpha + t) / (alpha + t + 180 / 7)) ** (r + x)
    silent = (t - tx) * 7
    told[0]["back_within_180_days"] = [
        dict(silent_days=[low, high], customers=int(m.sum()), came_back=float((came[m] > 0).mean()), expected=float(back[m].mean()))
        for low, high in ((0, 30), (30, 90), (90, 200)) for m in [(silent >= low) & (silent < high) & (x > 0)]]
    json.dump(told, sys.stdout, indent=1)
    print()


main()
