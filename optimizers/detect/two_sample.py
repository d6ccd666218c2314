"""Has the world changed? A classifier tries to tell the new rows from the reference's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.detect.encoded import encoded, some_rows, standardised
from optimizers.metrics import METRICS, Score, score, standard_error
from optimizers.quiet import one_thread

LEARNERS = ("trees", "linear")
FEWEST_ROWS = 20
ALPHA = 0.05
COLUMNS = ["feature", "drop", "low", "high"]


@dataclass(frozen=True)
class TwoSample:
    """How well a classifier tells two tables apart on rows that it has not learned from.

    Attributes
    ----------
    auc, low, high : float
        Cross-fitted area under the ROC curve with its 95 % interval; 0.5: it cannot.
    p_value : float
        Chance of such an area, or a larger one, without a difference.
    features : DataFrame
        feature, and drop, low, high: how much the area falls when that feature is shuffled among the rows it
        is judged on, with its 95 % interval; the largest first. Empty where p_value is above 0.05.
    n_reference, n_new : int
        Rows looked at.
    """

    auc: float
    low: float
    high: float
    p_value: float
    features: pd.DataFrame
    n_reference: int
    n_new: int

    @property
    def sentence(self) -> str:
        of = f"{self.auc:.2f} ({self.low:.2f} to {self.high:.2f}), where 0.50 is a coin"
        if self.p_value > ALPHA:
            return f"A classifier cannot tell the new rows from the reference's: ROC AUC {of}."
        given = self.features[self.features["low"] > 0]["feature"].tolist()[:3]
        by = f" What gives them away: {', '.join(map(str, given))}." if given else ""
        return f"A classifier tells the new rows from the reference's: ROC AUC {of}.{by}"


def two_sample(
    X_ref: pd.DataFrame,
    X_new: pd.DataFrame,
    *,
    learner: str = "trees",
    max_rows: int = 4000,
    n_folds: int = 5,
    seed: int = 0,
) -> TwoSample:
    """Classifier two-sample test on whole rows: it also sees what no single column shows.

    The classifier learns on four fifths of the rows and is judged on the last one, in turn; the areas of the
    folds are averaged. Being one area, it needs no correction for the number of features.

    Parameters
    ----------
    X_ref, X_new : DataFrame
        With the same columns: numbers, dates, text or categories; missing values are welcome.
    learner : {"trees", "linear"}
        A small boosted forest, or a logistic regression.
    max_rows : int
        Of each table; of a longer one so many are drawn.
    n_folds, seed : int

    Raises
    ------
    ValueError
        If a table has fewer than 20 rows, the columns differ, or there is no such learner.

    References
    ----------
    Lopez-Paz, Oquab (2017). Revisiting classifier two-sample tests. ICLR.
    """
    if learner not in LEARNERS:
        raise ValueError(f"learner must be one of {', '.join(LEARNERS)}; got {learner!r}.")
    rng = np.random.default_rng(seed)
    X_ref, X_new = (X.iloc[some_rows(len(X), max_rows, rng)] for X in (X_ref, X_new))
    for where, X in (("The reference", X_ref), ("The new table", X_new)):
        if len(X) < FEWEST_ROWS:
            raise ValueError(f"{where} has {len(X)} rows; telling two tables apart needs at least {FEWEST_ROWS}.")
    both, owner = _design(X_ref, X_new, learner)
    is_new = np.arange(len(both)) >= len(X_ref)
    folds = stratified_folds(is_new, n_folds, rng)
    with one_thread():
        fitted = [_model(learner, seed).fit(both[folds != k], is_new[folds != k]) for k in range(n_folds)]
        parts = [(fitted[k], both[folds == k], is_new[folds == k]) for k in range(n_folds)]
        found = [_scored(*part) for part in parts]
        area, influence, variance = _averaged(found, is_new, folds)
        p_value = _upper_tail((area - 0.5) / np.sqrt(variance))
        told = p_value <= ALPHA
        drops = [_drops(*part, owner, whole, rng) for part, whole in zip(parts, found)] if told else []
    half = 1.959964 * standard_error(influence)[0] / len(both)
    features = _ranked(list(X_ref), drops, len(both)) if told else pd.DataFrame(columns=COLUMNS)
    return TwoSample(area, max(0.0, area - half), min(1.0, area + half), p_value, features, len(X_ref), len(X_new))


def stratified_folds(is_new: np.ndarray, n_folds: int, rng: np.random.Generator) -> np.ndarray:
    """A fold for each row, both tables spread evenly over all."""
    folds = np.empty(len(is_new), dtype=int)
    for side in (is_new, ~is_new):
        folds[side] = rng.permutation(np.arange(side.sum()) % n_folds)
    return folds


def _scored(model: Any, rows: np.ndarray, is_new: np.ndarray) -> Score:
    return score(METRICS["roc_auc"], is_new.astype(int), model.predict_proba(rows)[:, 1])


def _drops(
    model: Any, rows: np.ndarray, is_new: np.ndarray, owner: np.ndarray, whole: Score, rng: np.random.Generator
) -> list[tuple[float, np.ndarray]]:
    """What the area of one fold loses when each feature is shuffled, with its influences; asked in one go."""
    n = len(rows)
    shuffled = np.tile(rows, (owner[-1] + 1, 1))
    for k in range(owner[-1] + 1):
        own = np.flatnonzero(owner == k)
        shuffled[k * n : (k + 1) * n, own] = rows[rng.permutation(n)][:, own]
    answers = model.predict_proba(shuffled)[:, 1].reshape(-1, n)
    without = [score(METRICS["roc_auc"], is_new.astype(int), given) for given in answers]
    return [(whole.value - w.value, whole.influence - w.influence) for w in without]


def _averaged(found: list[Score], is_new: np.ndarray, folds: np.ndarray) -> tuple[float, np.ndarray, float]:
    """Mean area, each row's influence on it, and its variance without a difference (Mann and Whitney's)."""
    shares = np.bincount(folds) / len(folds)
    n, m = np.bincount(folds[is_new]), np.bincount(folds[~is_new])
    area = float(sum(w * s.value for w, s in zip(shares, found)))
    variance = float(np.sum(shares**2 * (n + m + 1) / (12 * n * m)))
    return area, np.concatenate([s.influence for s in found]), variance


def _ranked(names: list, drops: list[list[tuple[float, np.ndarray]]], n_rows: int) -> pd.DataFrame:
    rows = []
    for k, name in enumerate(names):
        parts = [fold[k] for fold in drops]
        drop = sum(value * len(influence) / n_rows for value, influence in parts)
        half = 1.959964 * standard_error(np.concatenate([i for _, i in parts]))[0] / n_rows
        rows.append((name, drop, drop - half, drop + half))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("drop", ascending=False, kind="stable", ignore_index=True)


def _design(X_ref: pd.DataFrame, X_new: pd.DataFrame, learner: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of numbers, and the feature that each column is made of; trees take missing values as they are."""
    both, is_category = encoded(X_ref, X_new)
    return (both, np.arange(both.shape[1])) if learner == "trees" else standardised(both, is_category)


def _upper_tail(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(-z))


def _model(learner: str, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    if learner == "linear":
        return LogisticRegression(C=0.1, max_iter=200)
    return HistGradientBoostingClassifier(
        max_iter=40, max_leaf_nodes=8, learning_rate=0.15, min_samples_leaf=10, early_stopping=False, random_state=seed
    )
