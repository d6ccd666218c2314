"""Rows that can be learned and judged from, or one sentence on why not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.metrics import METRICS, Metric
from optimizers.primary import primary_metric
from optimizers.regularize.places import opened
from optimizers.regularize.trying import Folds, Rows, Tried
from optimizers.trial import explained

FEWEST = 20


def check_rows(name: str, model: object, X: pd.DataFrame, y: pd.Series, wish: str, n_folds: int) -> Metric:
    """The metric that chooses.

    Raises
    ------
    ValueError
        If there are too few rows, one class only, a constant target, or the metric does not suit the model.
    """
    own = opened(model)
    if len(X) != len(y):
        raise ValueError(f"{name}: the table has {len(X):,} rows and the target {len(y):,}: give one value a row.")
    needed = max(FEWEST, 2 * n_folds)
    if len(X) < needed:
        raise ValueError(
            f"{name} needs at least {needed} learning rows for {n_folds} folds; there are {len(X)}: bring more rows."
        )
    if y.isna().any():
        raise ValueError(f"{name}: {int(y.isna().sum()):,} learning rows have no target: leave them out.")
    if y.nunique() < 2:
        what = "hold one class only" if hasattr(own, "classes_") else "have one target value only"
        raise ValueError(f"{name}: the learning rows {what}, so nothing can be chosen: bring rows of another one.")
    constant = [c for c in X if X[c].nunique(dropna=False) > 1]
    if not constant:
        raise ValueError(f"{name}: every column holds one value only, so nothing can be learned: bring other columns.")
    metric = METRICS[primary_metric(own, y, None if wish == "automatic" else wish)[0] if fits(own, wish) else wish]
    task = "classification" if hasattr(own, "classes_") else "regression"
    if metric.task != task:
        raise ValueError(f"{name}.metric: {metric.title} is for {metric.task}, and this model does {task}: change it.")
    return metric


def fits(model: object, wish: str) -> bool:
    """Whether the wish is for the model's task, or none."""
    return wish == "automatic" or (METRICS[wish].task == "classification") == hasattr(model, "classes_")


def shuffled_folds(rows: Rows, n_folds: int, seed: int) -> Folds:
    """Folds drawn by chance; those of a classifier hold each class in its share."""
    import warnings

    from sklearn.model_selection import KFold, StratifiedKFold

    common = np.bincount(rows.truth).max() if rows.classes else 0
    kind = StratifiedKFold if rows.classes and common >= n_folds else KFold
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class of fewer rows than folds is judged in some of them
        split = kind(n_folds, shuffle=True, random_state=seed).split(np.zeros(len(rows.y)), rows.truth)
        return list(split)


def refusal(name: str, tried: Tried, X: pd.DataFrame) -> str:
    """Why no setting could be fitted, as one sentence."""
    if tried.errors:
        why = explained(next(iter(tried.errors.values())), X.reset_index(drop=True))
        return f"{name}: no setting could be fitted and judged. {why}"
    return f"{name}: the metric is not defined on the folds (too few rows of a class): choose another or fewer folds."


def forward_folds(rows: Rows, n_folds: int, name: str) -> Folds:
    """Folds that judge what comes after what was learned, for choices that depend on time.

    Raises
    ------
    ValueError
        If the first rows hold one class only.
    """
    from sklearn.model_selection import TimeSeriesSplit

    folds = list(TimeSeriesSplit(n_folds).split(rows.y))
    usable = [(a, b) for a, b in folds if len(np.unique(rows.y[a])) > 1]
    if len(usable) < 2:
        raise ValueError(f"{name}: the first learning rows hold one class only, so time cannot be judged: mix them.")
    return usable
