"""Has the world changed? A classifier tries to tell the new rows from the reference's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.detect.encoded import encoded, some_rows
from optimizers.metrics import METRICS, score, standard_error

LEARNERS = ("trees", "linear")
FEWEST_ROWS = 20
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
        is judged on, with its 95 % interval; the largest first.
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
        if self.p_value > 0.05:
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
    both, is_category = encoded(X_ref, X_new)
    is_new = np.arange(len(both)) >= len(X_ref)
    make = tree_learner if learner == "trees" else lambda s: _linear(is_category)
    folds = stratified_folds(is_new, n_folds, rng)
    found = [_fold(both, is_new, folds == k, make(seed), rng) for k in range(n_folds)]
    features = _ranked(list(X_ref), found, len(both))
    area, influence, variance = _averaged(found, len(both))
    half = 1.959964 * standard_error(influence)[0] / len(both)
    p_value = _upper_tail((area - 0.5) / np.sqrt(variance))
    return TwoSample(area, max(0.0, area - half), min(1.0, area + half), p_value, features, len(X_ref), len(X_new))


def stratified_folds(is_new: np.ndarray, n_folds: int, rng: np.random.Generator) -> np.ndarray:
    """A fold for each row, both tables spread evenly over all."""
    folds = np.empty(len(is_new), dtype=int)
    for side in (is_new, ~is_new):
        folds[side] = rng.permutation(np.arange(side.sum()) % n_folds)
    return folds


def _fold(both: np.ndarray, is_new: np.ndarray, judged: np.ndarray, model: Any, rng: np.random.Generator) -> tuple:
    """One fold's area with its influences, and the same with each feature shuffled."""
    model.fit(both[~judged], is_new[~judged])
    rows, truth = both[judged], is_new[judged].astype(int)
    whole = score(METRICS["roc_auc"], truth, model.predict_proba(rows)[:, 1])
    drops = []
    for k in range(rows.shape[1]):
        shuffled = rows.copy()
        shuffled[:, k] = rng.permutation(rows[:, k])
        without = score(METRICS["roc_auc"], truth, model.predict_proba(shuffled)[:, 1])
        drops.append((whole.value - without.value, whole.influence - without.influence))
    n, m = int(truth.sum()), int((1 - truth).sum())
    return whole.value, whole.influence, (n + m + 1) / (12 * n * m), drops


def _averaged(found: list[tuple], n_rows: int) -> tuple[float, np.ndarray, float]:
    """Mean area, each row's influence on it, and its variance without a difference (Mann and Whitney's)."""
    shares = [len(influence) / n_rows for _, influence, _, _ in found]
    area = float(sum(w * value for w, (value, _, _, _) in zip(shares, found)))
    variance = float(sum(w**2 * v for w, (_, _, v, _) in zip(shares, found)))
    return area, np.concatenate([influence for _, influence, _, _ in found]), variance


def _ranked(names: list, found: list[tuple], n_rows: int) -> pd.DataFrame:
    rows = []
    for k, name in enumerate(names):
        parts = [(fold[3][k][0], fold[3][k][1]) for fold in found]
        drop = sum(value * len(influence) / n_rows for value, influence in parts)
        half = 1.959964 * standard_error(np.concatenate([i for _, i in parts]))[0] / n_rows
        rows.append((name, drop, drop - half, drop + half))
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("drop", ascending=False, kind="stable", ignore_index=True)


def _upper_tail(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(-z))


def tree_learner(seed: int) -> Any:
    """A small boosted forest, which takes encoded categories and missing values as they are."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=40, max_leaf_nodes=8, learning_rate=0.15, min_samples_leaf=10, early_stopping=False, random_state=seed
    )


def _linear(is_category: np.ndarray) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, RobustScaler

    number = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), RobustScaler())
    category = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer(
        [("number", number, np.flatnonzero(~is_category)), ("category", category, np.flatnonzero(is_category))]
    )
    return make_pipeline(columns, LogisticRegression(C=0.1, max_iter=200))
