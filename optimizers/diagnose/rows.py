"""The rows that a diagnosis looks at: checked, as the model takes them, and how they are scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.metrics import METRICS, Metric
from optimizers.predict import codes, outputs
from optimizers.words import columns, counted, listed, quoted

FEWEST_ROWS = 20
N_FOLDS = 2


@dataclass(frozen=True, eq=False)
class DiagnosisRows:
    """Rows, their target, and the metric.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_features)
    y : ndarray of shape (n_rows,)
        Labels or values, as `fit` takes them.
    truth : ndarray of shape (n_rows,)
        Codes of the classes, or values.
    classes : tuple
        In the order of the codes; empty for a regressor.
    metric : Metric
    as_array : bool
        The model was fitted without column names.
    notes : tuple of str
        What was left out, a sentence each.
    """

    X: pd.DataFrame
    y: np.ndarray
    truth: np.ndarray
    classes: tuple[Any, ...]
    metric: Metric
    as_array: bool
    notes: tuple[str, ...] = ()

    @property
    def strata(self) -> np.ndarray:
        """What folds are stratified by: the classes, or nothing."""
        return self.truth if self.classes else np.zeros(len(self.y), dtype=int)

    def at(self, places: np.ndarray) -> Any:
        """The rows at these places, as `fit` takes them."""
        part = self.X.iloc[places]
        return part.to_numpy() if self.as_array else part

    def take(self, places: np.ndarray, *notes: str) -> DiagnosisRows:
        """The rows at these places alone."""
        part = replace(self, X=self.X.iloc[places], y=self.y[places], truth=self.truth[places])
        return replace(part, notes=self.notes + notes)

    def said(self, model: Any) -> np.ndarray:
        """What a model says of every row, as the metric needs it; asked once, as that has a price of its own."""
        return outputs(model, self.X, self.metric.needs, self.classes)

    def score(self, said: np.ndarray, places: np.ndarray) -> float:
        """The score of what was said of the rows at these places; higher is better."""
        return float(self.metric.influence(self.truth[places], said[places])[0])

    def answers(self, model: Any, said: np.ndarray) -> np.ndarray:
        """Codes of classes, or values, of every row."""
        needs = "labels" if self.classes else "values"
        return said if self.metric.needs == needs else outputs(model, self.X, needs, self.classes)


def diagnosis_rows(model: Any, X: Any, y: Any, metric: str = "") -> DiagnosisRows:
    """Check the learning rows.

    Raises
    ------
    ValueError
        If there are too few rows or classes, or nothing that could be learned; one sentence says which.
    """
    X = X if isinstance(X, pd.DataFrame) else pd.DataFrame(np.asarray(X))
    y = y if isinstance(y, pd.Series) else pd.Series(np.asarray(y))
    if len(X) != len(y):
        raise ValueError(f"The table has {len(X):,} rows and the target {len(y):,}: give as many of both.")
    if len(X) < FEWEST_ROWS:
        raise ValueError(f"A diagnosis of the fit needs at least {FEWEST_ROWS} learning rows; there are {len(X)}.")
    check_columns(X)
    named = getattr(model, "feature_names_in_", None) is not None
    taken = model_input(model, X)
    table = taken if isinstance(taken, pd.DataFrame) else X
    rows = _classified if hasattr(model, "classes_") else _measured
    return rows(table.reset_index(drop=True), y.reset_index(drop=True), chosen_metric(model, metric), not named)


def chosen_metric(model: Any, name: str) -> Metric:
    """The metric of that name where "a point" means something to it, else accuracy or R2."""
    task = "classification" if hasattr(model, "classes_") else "regression"
    found = METRICS.get(name)
    if found is not None and found.task == task and found.higher_is_better:
        return found
    return METRICS["accuracy" if task == "classification" else "r2"]


def check_columns(X: pd.DataFrame) -> None:
    """Refuse tables without variation, and infinite numbers."""
    numbers = X.select_dtypes("number")
    infinite = [c for c in numbers if np.isinf(numbers[c].to_numpy(dtype=float, na_value=np.nan)).any()]
    if infinite:
        row = int(np.isinf(numbers[infinite[0]].to_numpy(dtype=float, na_value=np.nan)).argmax()) + 1
        raise ValueError(f"{columns(infinite)} holds an infinite number, first in row {row:,}: correct it.")
    if X.shape[1] == 0 or all(X[c].nunique(dropna=False) < 2 for c in X):
        raise ValueError("Every column holds one value alone, so there is nothing to learn from: add other columns.")


def _classified(X: pd.DataFrame, y: pd.Series, metric: Metric, as_array: bool) -> DiagnosisRows:
    if y.isna().any():
        raise ValueError(f"The target has no value in row {int(y.isna().to_numpy().argmax()) + 1:,}: leave it out.")
    counts = y.value_counts()
    scarce = counts.index[counts < N_FOLDS].tolist()
    kept = np.flatnonzero(~y.isin(scarce).to_numpy())
    classes = _classes(y.iloc[kept])
    if len(classes) < 2:
        found = f"there is {quoted(classes[0])} alone" if classes else "none has"
        raise ValueError(f"A classifier needs two classes with at least {N_FOLDS} learning rows each; {found}.")
    notes = [f"Left out, with fewer rows than the {N_FOLDS} folds: {_scarce_said(scarce)}."] if scarce else []
    y = y.iloc[kept]
    truth = codes(y, classes)
    return DiagnosisRows(X.iloc[kept], y.to_numpy(), truth, tuple(classes), metric, as_array, tuple(notes))


def _classes(y: pd.Series) -> Sequence[Any]:
    found = y.unique().tolist()
    try:
        return sorted(found)
    except TypeError:  # labels of several types
        return sorted(found, key=repr)


def _scarce_said(scarce: list[Any]) -> str:
    return f"{counted(len(scarce), 'class')} ({listed(scarce)})"


def _measured(X: pd.DataFrame, y: pd.Series, metric: Metric, as_array: bool) -> DiagnosisRows:
    values = y.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        row = int((~np.isfinite(values)).argmax()) + 1
        raise ValueError(f"The target is missing or infinite in row {row:,}: correct it or leave the row out.")
    if np.ptp(values) == 0:
        raise ValueError("The target has the same value in every row, so there is nothing to learn.")
    return DiagnosisRows(X, values, values, (), metric, as_array)
