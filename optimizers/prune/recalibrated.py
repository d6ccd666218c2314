"""Calibrators that fit a pruned classifier: the old ones map the scores of the one before."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pandas as pd

from optimizers.inside import inside


def recalibrated(model: Any, X: pd.DataFrame, y: pd.Series, n_fit: int) -> Any:
    """The model with its sigmoids or isotonic steps fitted anew on the first rows, if the rows after them gain from it.

    If the classifier was fitted on these rows, its scores are surer here than elsewhere: single trees gain all the
    same, forests that are hardly cut may lose a little (up to 0.02 in log-loss).

    Parameters
    ----------
    model : fitted estimator
        Whatever is not calibrated comes back as it is.
    X, y : table and labels
    n_fit : int
        How many rows teach the calibrators; log-loss on the others says whether they are taken.
    """
    at = inside(model)
    if getattr(at.estimator, "method", "") not in ("sigmoid", "isotonic"):
        return model
    if not hasattr(at.estimator, "calibrated_classifiers_"):
        return model
    rows, labels = at.rows(X), np.asarray(at.targets(y))
    scores = [scores_of(one.estimator, rows) for one in at.estimator.calibrated_classifiers_]
    new, known = copy.copy(at.estimator), np.arange(len(labels)) < n_fit
    new.calibrated_classifiers_ = [
        fitted_anew(one, values[known], labels[known])
        for one, values in zip(at.estimator.calibrated_classifiers_, scores)
    ]
    judging = rows.iloc[n_fit:] if hasattr(rows, "iloc") else rows[n_fit:]
    old_loss, new_loss = (log_loss(one, judging, labels[~known]) for one in (at.estimator, new))
    return at.wrapped(new) if new_loss < old_loss else model


def scores_of(classifier: Any, rows: Any) -> np.ndarray:
    """What its calibrators are given: (n_rows, 1) for two classes, else (n_rows, n_classes)."""
    if hasattr(classifier, "decision_function"):
        scores = np.asarray(classifier.decision_function(rows))
    else:
        scores = np.asarray(classifier.predict_proba(rows))
        scores = scores[:, 1:] if scores.shape[1] == 2 else scores
    return scores.reshape(len(scores), -1)


def fitted_anew(one: Any, scores: np.ndarray, y: np.ndarray) -> Any:
    """A calibrated classifier with calibrators of the same kind, fitted on these scores."""
    from sklearn.base import clone

    own, out = one.estimator.classes_, copy.copy(one)
    of = own[1:] if len(own) == 2 else own
    out.calibrators = [
        clone(step).fit(column, (y == label).astype(int)) for step, column, label in zip(one.calibrators, scores.T, of)
    ]
    return out


def log_loss(classifier: Any, rows: Any, y: np.ndarray) -> float:
    proba = classifier.predict_proba(rows)[np.asarray(y)[:, None] == classifier.classes_]
    return float(-np.log(np.clip(proba, 1e-6, 1)).mean())
