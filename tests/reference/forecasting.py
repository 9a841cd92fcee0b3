"""Expected values for the tests of Habitue.Learning.Forecasting, by statsmodels (ETSModel).

    /usr/bin/python3 tests/reference/forecasting.py > tests/reference/forecasting.json

Series are rounded and kept in the file, so that both sides count with the same numbers. start holds level, slope and the season's parts
in the order of time, as our states do.
"""
import json
import warnings

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261127)


def case(name, y, season, damped, root=False):
    y = np.round(y, 2)
    z = np.sqrt(y) if root else y
    model = ETSModel(pd.Series(z), error="add", trend="add" if damped else None, damped_trend=damped, seasonal="add" if season > 1 else None, seasonal_periods=season if season > 1 else None)
    fits = [model.fit(disp=False, maxiter=5000)]
    names = model.param_names
    result = max(fits, key=lambda one: one.llf)
    p = dict(zip(names, result.params))
    ahead = result.get_prediction(start=len(z), end=len(z) + 19, method="exact")
    return dict(
        name=name, season=season, damped=damped, root=root, values=y.tolist(), logLikelihood=result.llf,
        smoothing=[p["smoothing_level"], p.get("smoothing_trend", 0), p.get("smoothing_seasonal", 0), p.get("damping_trend", 0)],
        start=[p["initial_level"], p.get("initial_trend", 0)] + ([p[f"initial_seasonal.{season - 1 - i}"] for i in range(season)] if season > 1 else [0]),
        mean=[float(x) for x in ahead.predicted_mean], variance=[float(x) for x in np.asarray(ahead.forecast_variance)[:20]], mse=float(result.mse),
    )


def walk(n, season, level, swing, noise, drift, slope=0):
    t = np.arange(n)
    return level + slope * t + swing * np.sin(2 * np.pi * t / season) + swing / 2 * np.cos(4 * np.pi * t / season) + np.cumsum(rng.normal(0, drift, n)) + rng.normal(0, noise, n)


cases = [
    case("weekly", walk(182, 7, 100, 20, 5, 1), 7, False),
    case("weekly with a damped trend", walk(140, 7, 100, 15, 4, 0.5, 0.6), 7, True),
    case("monthly with a damped trend", walk(96, 12, 300, 60, 12, 4, 1.5), 12, True),
    case("no season", walk(80, 7, 50, 0, 3, 1), 1, False),
    case("no season, damped trend", walk(80, 7, 50, 0, 1, 0.3, 0.9), 1, True),
    case("weekly on the scale of roots", np.maximum(0, walk(210, 7, 40, 8, 3, 0.4)) ** 2, 7, False, root=True),
]
print(json.dumps(dict(statsmodels=statsmodels.__version__, cases=cases), indent=None, separators=(",", ":")))
