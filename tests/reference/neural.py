"""Expected weights for the tests of the perceptron: a few epochs of scikit-learn from given first weights, rows in order.

    /usr/bin/python3 tests/reference/neural.py > tests/reference/neural.json
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")  # it is not meant to converge
ROWS, COLUMNS, BATCH, EPOCHS = 44, 5, 10, 6  # the last batch of an epoch is a short one
random = np.random.RandomState(3)
x = np.round(random.normal(size=(ROWS, COLUMNS)), 3)
lean = x[:, 0] - x[:, 1] * x[:, 2] + 0.3 * random.normal(size=ROWS)
CASES = {
    "logistic relu": (MLPClassifier, (7, 4), "relu", 0.1, (lean > 0).astype(int)),
    "logistic tanh, no hidden layer but one": (MLPClassifier, (20,), "tanh", 0.0, (lean > 0).astype(int)),
    "softmax tanh": (MLPClassifier, (6,), "tanh", 0.05, np.digitize(lean, [-0.8, 0.8])),
    "softmax relu": (MLPClassifier, (18, 33, 5), "relu", 0.0001, np.digitize(lean, [-0.8, 0.8])),
    "squared relu": (MLPRegressor, (9, 17), "relu", 0.02, np.round(lean, 3)),
}


def packed(weights, biases):
    """Layer by layer: input by input the weight to each output, then the biases."""
    return [float(v) for w, b in zip(weights, biases) for v in (*w.ravel(), *b)]


cases = []
for name, (kind, hidden, activation, alpha, y) in CASES.items():
    model = kind(hidden, activation=activation, alpha=alpha, batch_size=BATCH, shuffle=False, max_iter=1,
                 learning_rate_init=0.01, warm_start=True, random_state=1).fit(x, y)
    for i, (w, b) in enumerate(zip(model.coefs_, model.intercepts_)):
        model.coefs_[i] = np.round(random.uniform(-0.6, 0.6, size=w.shape), 3)
        model.intercepts_[i] = np.round(random.uniform(-0.3, 0.3, size=b.shape), 3)
    start = packed(model.coefs_, model.intercepts_)
    model.max_iter, before = EPOCHS, len(model.loss_curve_)
    model.fit(x, y)  # goes on from these weights with a new Adam
    answers = model.predict_proba(x) if kind is MLPClassifier else model.predict(x)[:, None]
    cases.append({
        "name": name, "hidden": hidden, "activation": activation, "alpha": alpha, "targets": [float(v) for v in y],
        "start": start, "end": [round(v, 9) for v in packed(model.coefs_, model.intercepts_)],
        "losses": model.loss_curve_[before:], "answers": [[round(float(v), 9) for v in row] for row in answers[:8]]})

print(json.dumps({
    "made by": "tests/reference/neural.py", "scikit-learn": sklearn.__version__, "numpy": np.__version__,
    "batch": BATCH, "epochs": EPOCHS, "rate": 0.01, "rows": x.tolist(), "cases": cases}, separators=(",", ":")))
