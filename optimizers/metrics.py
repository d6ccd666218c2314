"""Every metric with its 95 % interval, from one formula: the influence of each row on the score.

A score on n rows is, to first order, its true value plus the mean of the rows' influences; its standard
error follows from them without resampling, for a step, for a mean over steps, or for a difference, and
rows that occur more than once are counted once (clustered). Where rows are few, or none differs from the
others, influences say too little: `few_rows` has what stands in there.

References
----------
Hampel (1974). The influence curve and its role in robust estimation. JASA 69.
DeLong, DeLong, Clarke-Pearson (1988). Comparing the areas under correlated ROC curves. Biometrics 44.
Wilson (1927). Probable inference, the law of succession, and statistical inference. JASA 22.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers import few_rows, influence

Z95 = few_rows.Z95


@dataclass(frozen=True)
class Metric:
    """One metric: what it needs, which way is better, and its influence function.

    Attributes
    ----------
    name, title : str
        The key and what a chart's axis says.
    task : str
        "classification" or "regression".
    higher_is_better : bool
    needs : str
        "labels", "scores" or "values": what the model must give.
    unit : str
        Empty for shares and scores; "target" where the score is in units of the target.
    low, high : float
        The bounds of the score.
    influence : callable
        (y, prediction) -> (value, influences of shape (n_rows,)); y is codes or values.
    """

    name: str
    title: str
    task: str
    higher_is_better: bool
    needs: str
    unit: str
    low: float
    high: float
    influence: Callable[[Any, Any], tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Score:
    """A value, its 95 % interval, and each row's influence on it."""

    value: float
    low: float
    high: float
    influence: np.ndarray


def _metric(name: str, title: str, task: str, up: bool, needs: str, unit: str, low: float, high: float) -> Metric:
    return Metric(name, title, task, up, needs, unit, low, high, getattr(influence, name))


_INF = float("inf")
METRICS: dict[str, Metric] = {
    m.name: m
    for m in (
        _metric("accuracy", "Accuracy", "classification", True, "labels", "", 0, 1),
        _metric("balanced_accuracy", "Balanced accuracy", "classification", True, "labels", "", 0, 1),
        _metric("f1_macro", "Macro F1", "classification", True, "labels", "", 0, 1),
        _metric("roc_auc", "ROC AUC", "classification", True, "scores", "", 0, 1),
        _metric("log_loss", "Log loss", "classification", False, "scores", "nats", 0, _INF),
        _metric("brier", "Brier score", "classification", False, "scores", "", 0, 2),
        _metric("r2", "R2", "regression", True, "values", "", -_INF, 1),
        _metric("mae", "Mean absolute error", "regression", False, "values", "target", 0, _INF),
        _metric("rmse", "Root mean squared error", "regression", False, "values", "target", 0, _INF),
        _metric("mape", "Mean absolute percentage error", "regression", False, "values", "", 0, _INF),
    )
}


@dataclass(frozen=True)
class Clusters:
    """Which rows are the same original row: how many there are, and the code of each row's own.

    `codes` is None when every row occurs once.
    """

    n: int
    codes: np.ndarray | None


def clusters(rows: np.ndarray) -> Clusters:
    """Find the repeated ones among the original rows' numbers."""
    if (rows[1:] > rows[:-1]).all():
        return Clusters(len(rows), None)
    distinct, codes = np.unique(rows, return_inverse=True)
    return Clusters(len(distinct), codes if len(distinct) < len(rows) else None)


def score(metric: Metric, y: np.ndarray, prediction: np.ndarray, rows: np.ndarray | Clusters | None = None) -> Score:
    """Score predictions against the truth, with a 95 % interval.

    Parameters
    ----------
    metric : Metric
    y : ndarray of shape (n_rows,)
        Codes of the classes (int, -1 for a label the model does not know) or values.
    prediction : ndarray
        Codes (n_rows,), class scores (n_rows, n_classes) or values (n_rows,), as `metric.needs` says.
    rows : ndarray of shape (n_rows,) or Clusters, optional
        Which original row each one is; repeated rows are clustered.

    Returns
    -------
    Score
        NaN everywhere where the metric is not defined (one class only, a constant target, no rows).
    """
    if not len(y):
        return Score(np.nan, np.nan, np.nan, np.zeros(0))
    value, per_row = metric.influence(y, prediction)
    se, n_rows = standard_error(per_row, rows)
    se /= len(y)
    if metric.name == "accuracy":
        return Score(value, *wilson(value, se, n_rows), per_row)
    if n_rows < few_rows.FEW or not se > 0:
        return Score(value, *few_rows.interval(metric, value, se, y, n_rows), per_row)
    return Score(value, *interval(metric, value, se, n_rows), per_row)


def standard_error(parts: np.ndarray, rows: np.ndarray | Clusters | None = None) -> tuple[float, int]:
    """Standard error of a sum of centred parts, clustered by original row, and the number of clusters."""
    own = clusters(rows) if isinstance(rows, np.ndarray) else rows
    if own is not None and own.codes is not None:
        parts = np.bincount(own.codes, weights=parts)
    n = len(parts)
    return (float(np.sqrt(np.einsum("i,i", parts, parts) * n / (n - 1))) if n > 1 else np.nan), n


def interval(metric: Metric, value: float, se: float, n_rows: int) -> tuple[float, float]:
    """Student's t interval around a value, inside the metric's bounds."""
    from scipy.special import stdtrit

    half = stdtrit(max(1, n_rows - 1), 0.975) * se
    return float(np.maximum(metric.low, value - half)), float(np.minimum(metric.high, value + half))


def wilson(share: float, se: float, n_rows: int) -> tuple[float, float]:
    """Wilson's interval of a share, at the number of independent rows that its standard error implies."""
    n = n_rows if not se > 0 else share * (1 - share) / se**2 * n_rows / max(1, n_rows - 1)
    return few_rows.shares(share, n)
