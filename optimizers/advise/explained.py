"""How much of the lost score the moved inputs explain: old losses, weighted as the new inputs are spread."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.advise.relation import Mean
from optimizers.detect.encoded import encoded
from optimizers.quiet import one_thread

MOST_WEIGHT = 20.0  # of a single row: a few rows must not speak for all


def new_row_probability(X_old: pd.DataFrame, X_new: pd.DataFrame, seed: int) -> np.ndarray:
    """How likely each old row, going by its inputs, would be a new one; by a classifier that has not seen the row."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rows, _ = encoded(X_old, X_new)
    is_new = np.arange(len(rows)) >= len(X_old)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    odds = HistGradientBoostingClassifier(
        max_iter=40, max_leaf_nodes=4, learning_rate=0.1, min_samples_leaf=100, early_stopping=False, random_state=seed
    )
    with one_thread():
        return cross_val_predict(odds, rows, is_new, cv=folds, method="predict_proba")[: len(X_old), 1]


def density_ratios(probability: np.ndarray, n_new: int) -> np.ndarray:
    """How much more often a row like this occurs now: its odds of being new over the odds of any row.

    Parameters
    ----------
    probability : ndarray of shape (n_old,)
        Of being a new row, for each old one.
    n_new : int

    References
    ----------
    Shimodaira (2000). Improving predictive inference under covariate shift. Journal of Statistical Planning and
    Inference 90; Sugiyama, Suzuki, Kanamori (2012). Density Ratio Estimation in Machine Learning, ch. 4.
    """
    p = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.clip(p / (1 - p) * len(p) / max(1, n_new), 0, MOST_WEIGHT)


def expected_loss(losses: np.ndarray, weights: np.ndarray) -> Mean:
    """The weighted mean of old, out-of-fold losses, with the interval of a ratio of means."""
    kept = np.isfinite(losses) & np.isfinite(weights)
    w, x = weights[kept], losses[kept]
    if w.sum() <= 0:
        return Mean(np.nan, np.nan, np.nan)
    value = float(np.average(x, weights=w))
    half = 1.959964 * float(np.sqrt(((w * (x - value)) ** 2).sum())) / float(w.sum())
    return Mean(value, value - half, value + half)


def difference(a: Mean, b: Mean) -> Mean:
    """Of two independent means."""
    half = float(np.hypot(a.high - a.value, b.high - b.value))
    return Mean(a.value - b.value, a.value - b.value - half, a.value - b.value + half)


def class_shift(y_old: pd.Series, y_new: pd.Series) -> tuple[float, float]:
    """Half the summed absolute change of the classes' shares, and the p-value of a chi-square test.

    References
    ----------
    Agresti (2013). Categorical Data Analysis, section 3.2.
    """
    from scipy.stats import chi2_contingency

    table = pd.crosstab(np.r_[np.zeros(len(y_old)), np.ones(len(y_new))], np.r_[y_old.astype(str), y_new.astype(str)])
    shares = table.to_numpy() / table.to_numpy().sum(axis=1, keepdims=True)
    moved = float(np.abs(shares[0] - shares[1]).sum() / 2)
    return moved, float(chi2_contingency(table.to_numpy()).pvalue) if table.shape[1] > 1 else 1.0
