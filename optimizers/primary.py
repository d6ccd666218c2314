"""The primary metric of a case: the user's, or one that suits the target."""

from __future__ import annotations

from typing import Any

import pandas as pd

from optimizers.errors import CaseError
from optimizers.labels import label_classes
from optimizers.metrics import METRICS
from optimizers.words import quoted

RARE = 0.1  # share of the rarer of two classes below which accuracy says little
COMMON = 0.9  # share of the commonest class above which it does so for any other model


def primary_metric(model: Any, y: pd.Series, wish: str | None) -> tuple[str, list[str]]:
    """The metric's key, and a note on why where nobody chose it.

    Raises
    ------
    CaseError
        If the wish is no metric, is for another task, or needs scores that the model does not give.
    """
    classes = label_classes(model)
    if wish:
        return _checked(wish, model, "regression" if classes is None else "classification"), []
    if classes is None:
        return "r2", []
    shares = y[y.isin(classes)].value_counts(normalize=True)
    if len(classes) == 2 and shares.min() < RARE and _gives_scores(model):
        label = quoted(shares.idxmin())
        return "roc_auc", [f"Only {shares.min():.1%} of the rows are {label}, so ROC AUC is the primary metric."]
    if shares.max() > COMMON:
        label = quoted(shares.idxmax())
        return "balanced_accuracy", [
            f"{shares.max():.0%} of the rows are {label}, so balanced accuracy is the primary metric."
        ]
    return "accuracy", []


def _checked(wish: str, model: Any, task: str) -> str:
    fitting = [key for key, metric in METRICS.items() if metric.task == task]
    if wish not in fitting:
        raise CaseError(f"{quoted(wish)} is no metric for {task}: choose one of {', '.join(fitting)}.")
    if METRICS[wish].needs == "scores" and not _gives_scores(model):
        raise CaseError(
            f"{METRICS[wish].title} needs probabilities, which {type(model).__name__} does not give: choose "
            "accuracy, balanced accuracy or macro F1."
        )
    return wish


def _gives_scores(model: Any) -> bool:
    return hasattr(model, "predict_proba") or hasattr(model, "decision_function")
