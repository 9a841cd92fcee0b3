"""What pandas and scikit-learn say of who buys in November: tests/reference/purchase.json; and in the months before it: purchase_months.json.

The customers, the label and the 15 features are those of a plain pipeline on the Online Retail lines: duplicates dropped, known
customers, sales only, quantities and prices within the quartiles' fences; features as of 1 November 2011, the label an order
before December (for the other months: from their first day on, 30 days). A logistic regression (C = 1, columns scaled to 0..1) learns from four fifths of the customers (by number, modulo
5) and answers for the fifth left out, five times.

    /usr/bin/python3 tests/reference/purchase.py FOLDER_OF_CSV_FILES

Made with pandas 1.5.3 and scikit-learn 1.2.1.
"""
import glob
import json
import os
import sys

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.preprocessing import MinMaxScaler

NOVEMBER, OTHERS, AHEAD = "2011-11-01", ["2011-08-01", "2011-09-01", "2011-10-01"], pd.Timedelta(days=30)


def lines(folder):
    d = pd.concat([pd.read_csv(p, dtype={"InvoiceNo": str, "StockCode": str}, parse_dates=["InvoiceDate"])
                   for p in sorted(glob.glob(os.path.join(folder, "*.csv")))], ignore_index=True).drop_duplicates()
    d = d[d["CustomerID"].notna() & ~d["InvoiceNo"].str.startswith("C") & (d["Quantity"] > 0) & (d["UnitPrice"] > 0)]
    keep = pd.Series(True, index=d.index)
    for c in ("Quantity", "UnitPrice"):
        a, b = d[c].quantile(0.25), d[c].quantile(0.75)
        keep &= d[c].between(a - 1.5 * (b - a), b + 1.5 * (b - a))
    d = d[keep].copy()
    d["CustomerID"] = d["CustomerID"].astype(int)
    d["Amount"] = d["Quantity"] * d["UnitPrice"]
    return d


def features(d, cut):
    d = d[d["InvoiceDate"] < cut]
    recent = d[d["InvoiceDate"] >= cut - pd.Timedelta(days=90)].groupby("CustomerID")
    d = d.assign(Month=d["InvoiceDate"].dt.year * 12 + d["InvoiceDate"].dt.month, Weekend=d["InvoiceDate"].dt.dayofweek >= 5)
    f = d.groupby("CustomerID").agg(
        first=("InvoiceDate", "min"), last=("InvoiceDate", "max"), frequency=("InvoiceNo", "nunique"), monetary=("Amount", "sum"),
        quantity=("Quantity", "sum"), lines=("InvoiceNo", "size"), products=("StockCode", "nunique"), avg_price=("UnitPrice", "mean"),
        active_months=("Month", "nunique"), weekend_share=("Weekend", "mean"))
    f["recency_days"] = (cut - f["last"]).dt.days
    f["tenure_days"] = (cut - f["first"]).dt.days
    f["mean_gap_days"] = (f["last"] - f["first"]).dt.days / (f["frequency"] - 1).clip(lower=1)
    f["avg_basket_value"] = f["monetary"] / f["frequency"]
    f["avg_basket_lines"] = f["lines"] / f["frequency"]
    f["invoices_90d"] = recent["InvoiceNo"].nunique().reindex(f.index).fillna(0)
    f["spend_90d"] = recent["Amount"].sum().reindex(f.index).fillna(0)
    return f.drop(columns=["first", "last"]).astype(float)


def month(d, cut):
    f = features(d, cut)
    buyers = d.loc[(d["InvoiceDate"] >= cut) & (d["InvoiceDate"] < cut + AHEAD), "CustomerID"].unique()
    bought = f.index.isin(buyers).astype(int)
    said, fifths = np.zeros(len(f)), []
    for fifth in range(5):
        held = f.index.to_numpy() % 5 == fifth
        scaler = MinMaxScaler().fit(f[~held])
        model = LogisticRegression(C=1.0, max_iter=1000).fit(scaler.transform(f[~held]), bought[~held])
        p = said[held] = model.predict_proba(scaler.transform(f[held]))[:, 1]
        fifths.append({"auc": roc_auc_score(bought[held], p), "accuracy": accuracy_score(bought[held], p > 0.5), "f1": f1_score(bought[held], p > 0.5)})
    return {"fifths": fifths, "customer": f.index.tolist(), "bought": bought.tolist(), "said": [round(float(p), 6) for p in said]}


def keep(name, what):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="ascii") as file:
        json.dump(what, file, separators=(",", ":"))
        file.write("\n")


def main():
    d = lines(sys.argv[1])
    keep("purchase.json", month(d, pd.Timestamp(NOVEMBER)))
    keep("purchase_months.json", {cut: month(d, pd.Timestamp(cut)) for cut in OTHERS})


if __name__ == "__main__":
    main()
