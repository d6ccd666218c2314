"""Table columns that a model can do without, so that serving needs fewer of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.component import param
from optimizers.inside import inside
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.input_groups import Inputs, can_fill, inputs_of, without
from optimizers.strategy import Candidate

MOST_ROWS, MOST_AT_ONCE, MOST_SHUFFLED, MOST_COLUMNS = 500, 20_000, 100_000, 3_000


@dataclass(frozen=True)
class InputFeatures(Prune):
    """Ask for fewer table columns.

    Columns go by permutation importance on the choosing rows: what raises the loss least when its values are
    shuffled goes first; a category goes with all its one-hot columns, and columns that one step mixes go together.
    A column that went holds its median or its most frequent value, and all others are judged anew at every point (so
    of two that say the same one stays). The model is cut to match: coefficients move into intercepts, decided
    branches vanish, scalers and encoders lose columns. Nothing is refitted.

    Bags, votes and stacks are cut member by member. What cannot be cut (naive Bayes, a stack that hands its inputs
    on, categorical histogram boosting, anything behind a PCA) gets a step in front that puts the constants back: fewer
    inputs, but a file some KiB larger. Text in front of a step that mixes all columns cannot go. A model that was
    fitted on the choosing rows finds columns more useful than they are.

    References
    ----------
    Breiman (2001). Random Forests. Machine Learning 45.
    Fisher, Rudin, Dominici (2019). All models are wrong, but many are useful. JMLR 20.
    """

    keeps_class: ClassVar[bool] = False

    n_points: int = param(8, 2, 30, "candidates", "Points along the path, evenly spaced in log inputs.")
    n_repeats: int = param(2, 1, 20, "times", "How often each column is shuffled.")

    def skip(self, model: Any) -> str:
        if not hasattr(model, "fit"):
            return f"{type(model).__name__} only predicts and cannot be cut: give the scikit-learn model itself."
        if getattr(inside(model).estimator, "n_features_in_", 0) < 1:
            return "InputFeatures takes models that say how many columns they were fitted on (n_features_in_)."
        if inside(model).estimator.n_features_in_ > MOST_COLUMNS:
            return f"InputFeatures looks at no more than {MOST_COLUMNS:,} columns; LinearColumns takes more."
        n = getattr(model, "n_features_in_", 2)
        return "" if n > 1 else "InputFeatures needs at least two inputs; this model has one: there is nothing to drop."

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        raise NotImplementedError("InputFeatures works on the whole model.")

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        self.split(inside(model), X, y)  # enough rows, more than one class
        cut, inputs = len(X) - round(self.choose_share * len(X)), inputs_of(model, X)
        if inputs.mixed and not can_fill(model, inputs, X):
            raise ValueError("InputFeatures: every column of this model is mixed from all inputs; none can go alone.")
        asked = copy.deepcopy(model) if hasattr(inside(model).estimator, "_tree") else model  # it counts its queries
        row = typical(X.iloc[:cut])
        n_rows = min(MOST_ROWS, max(50, MOST_SHUFFLED // len(inputs.groups)))
        picks = cut + np.sort(rng.permutation(len(X) - cut)[:n_rows])
        rows, truth = X.iloc[picks].reset_index(drop=True), y.iloc[picks].to_numpy()
        gone: list[int] = []
        for n_kept in kept_sizes(len(inputs.groups), self.n_points):
            worth = self.importance(asked, inputs, held(rows, row, inputs, gone), truth, gone, rng)
            left = [g for g in np.argsort(worth, kind="stable").tolist() if g not in gone]
            gone += left[: len(left) - n_kept]
            n_inputs = sum(len(inputs.groups[g]) for g in range(len(inputs.groups)) if g not in gone)
            smaller = without(model, inputs, gone, row, list(X))
            yield Candidate(f"{n_inputs} of {len(inputs.names)} inputs", smaller)

    def importance(
        self, model: Any, inputs: Inputs, X: pd.DataFrame, y: np.ndarray, gone: list[int], rng: np.random.Generator
    ) -> np.ndarray:
        """Rise of the loss when each group is shuffled; shape (n_groups,), 0 for those that are gone."""
        worth = np.zeros(len(inputs.groups))
        left = [g for g in range(len(worth)) if g not in gone]
        jobs = [(g, rng.permutation(len(X))) for g in left for _ in range(self.n_repeats)]
        n_at_once = max(1, MOST_AT_ONCE // len(X))
        for start in range(0, len(jobs), n_at_once):
            some = jobs[start : start + n_at_once]
            tables = [shuffled(X, [inputs.names[i] for i in inputs.groups[g]], order) for g, order in some]
            each = row_losses(model, pd.concat(tables, ignore_index=True), np.tile(y, len(some)))
            for (g, _), loss in zip(some, each.reshape(len(some), len(X)).mean(axis=1)):
                worth[g] += loss / self.n_repeats
        return worth


def kept_sizes(n_groups: int, n_points: int) -> list[int]:
    """How many groups stay, from all but one down to one."""
    sizes = np.round(np.geomspace(n_groups - 1, 1, n_points)).astype(int)
    return sorted(set(sizes.tolist()), reverse=True)


def typical(X: pd.DataFrame) -> pd.DataFrame:
    """One row with the median of every number and the most frequent of every other value, of the table's own types."""
    return pd.DataFrame({name: X[name].iloc[[typical_at(X[name])]].array for name in X})


def typical_at(column: pd.Series) -> int:
    """Where a typical value of a column stands."""
    there = np.flatnonzero(column.notna().to_numpy())
    if not len(there):
        return 0
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return int(there[np.argsort(column.to_numpy()[there], kind="stable")[(len(there) - 1) // 2]])
    codes, _ = pd.factorize(column.iloc[there])
    return int(there[np.argmax(codes == np.bincount(codes).argmax())])


def held(X: pd.DataFrame, row: pd.DataFrame, inputs: Inputs, gone: list[int]) -> pd.DataFrame:
    """The rows with the typical value in every column that is gone."""
    names = [inputs.names[i] for g in gone for i in inputs.groups[g]]
    return replaced(X, {name: row[name].array.take(np.zeros(len(X), dtype=int)) for name in names})


def shuffled(X: pd.DataFrame, names: list[Any], order: np.ndarray) -> pd.DataFrame:
    """The rows with some columns in another order, together."""
    return replaced(X, {name: X[name].array.take(order) for name in names})


def replaced(X: pd.DataFrame, columns: dict[Any, Any]) -> pd.DataFrame:
    """The rows with other values in some columns; names may be numbers."""
    out = X.copy(deep=False)
    for name, values in columns.items():
        out[name] = values
    return out


def row_losses(model: Any, X: pd.DataFrame, y: np.ndarray) -> np.ndarray:
    """Log-loss where there are probabilities, else error or squared error, of every row."""
    given = model_input(model, X)
    if hasattr(model, "predict_proba"):
        proba = np.asarray(model.predict_proba(given))
        right = np.asarray(y)[:, None] == np.asarray(model.classes_)[None, :]
        return -np.log(np.clip((proba * right).sum(axis=1), 1e-6, 1))
    answers = np.asarray(model.predict(given))
    return (answers != y).astype(float) if hasattr(model, "classes_") else (answers.ravel() - y) ** 2
