"""Direct loss estimation: a second model predicts how wrong the first one will be."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.case import Case
from optimizers.detect.encoded import encoded
from optimizers.estimate.out_of_fold import learning_rows, out_of_fold
from optimizers.metrics import Metric
from optimizers.predict import outputs
from optimizers.quiet import one_thread
from optimizers.world import Rows

N_DRAWS = 200


def dle(case: Case, world: Rows, metric: Metric, seed: int = 0) -> np.ndarray:
    """Scores that each step may have if the relation between X and the target is still the old one.

    A small boosted forest learns the loss of out-of-fold predictions of the recipe from the features and the
    prediction. At each step its mean is the estimate; how many times the predicted loss the true one was, on
    rows that the forest has not learned from, is drawn again and again for the spread. R2 takes the target's
    variance as that of the predictions plus the squared error.

    Returns
    -------
    draws : (n_steps, n_draws) array

    Raises
    ------
    ValueError
        If the recipe cannot be refitted.

    References
    ----------
    Kivimaki, Bialek, Nurminen, Kuberski (2025). Confidence-based estimators for predictive performance in
    model monitoring. JAIR 82. The idea is that of NannyML's DLE (2022).
    """
    rng = np.random.default_rng(seed)
    rows = learning_rows(case, rng)
    X, y = case.X_train.iloc[rows], case.y_train.iloc[rows].to_numpy(dtype=float)
    known = out_of_fold(case, rows, "values", seed)
    says = outputs(case.model, world.X, "values", case.classes)
    loss = losses(metric, y, known)
    both = np.column_stack([encoded(X, world.X)[0], np.r_[known, says]])
    learn, meet = both[: len(rows)], both[len(rows) :]
    with one_thread():
        floor = 0.05 * loss.mean() + 1e-300
        times = loss / np.maximum(cross_predicted(learn, loss, seed), floor)
        expected = np.maximum(loss_model(seed).fit(learn, loss).predict(meet), floor)
    draws = np.full((world.n_steps, N_DRAWS), np.nan)
    for k in range(N_DRAWS):
        drawn = rng.choice(times, len(times)) / times.mean()
        lot = rng.choice(drawn, world.rows.max(initial=0) + 1)[world.rows]
        for s in np.flatnonzero(np.diff(world.bounds)).tolist():
            part = world.step(s)
            mean_loss = float((expected[part] * lot[part]).mean())
            draws[s, k] = as_score(metric, mean_loss, float(says[part].var()))
    return draws


def losses(metric: Metric, y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """The loss of each row whose mean the metric is made of."""
    if metric.name == "mae":
        return np.abs(y - predictions)
    if metric.name == "mape":
        return np.abs(y - predictions) / np.maximum(np.abs(y), np.finfo(float).eps)
    return np.square(y - predictions)


def as_score(metric: Metric, mean_loss: float, spread: float) -> float:
    if metric.name == "rmse":
        return float(np.sqrt(mean_loss))
    return 1 - mean_loss / max(spread + mean_loss, 1e-300) if metric.name == "r2" else mean_loss


def cross_predicted(rows: np.ndarray, loss: np.ndarray, seed: int) -> np.ndarray:
    from sklearn.model_selection import KFold

    out = np.empty(len(loss))
    for learned, judged in KFold(3, shuffle=True, random_state=seed).split(rows):
        out[judged] = loss_model(seed).fit(rows[learned], loss[learned]).predict(rows[judged])
    return out


def loss_model(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        max_iter=60, max_leaf_nodes=8, learning_rate=0.1, early_stopping=False, random_state=seed
    )
