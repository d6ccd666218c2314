"""Columns that a linear model can do without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.inside import inside
from optimizers.measure import model_bytes
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.linear_loss import Loss, loss_of, moments, plain_rows, rise_of_loss
from optimizers.prune.linear_model import CLASSIFIERS, REGRESSORS, Linear, linear, with_columns
from optimizers.prune.narrow import narrowed
from optimizers.strategy import Candidate

STEADYING = 0.5  # the say of the teaching rows: few choosing rows alone are fooled by many columns
DENSE = 20_000_000  # numbers: a dense table of kept columns up to 160 MB


@dataclass(frozen=True)
class LinearColumns(Prune):
    """Drop coefficients, and their columns with them.

    Those that matter least go first. The scaler, encoder, imputer or column transformer in front no longer computes
    their columns, and a table column that nothing needs any more is not asked for. What a dropped column gave on
    average moves into the intercept; what the kept columns can say in its place is added to their coefficients (by
    ridge regression, as far as the choosing rows gain from it). The model is not refitted. If it was fitted on the
    choosing rows too, few columns look superfluous to it: the path is then timid, not wrong.

    Parameters
    ----------
    order : str
        "held-out": drop what raises the loss on the choosing rows least (the teaching rows have half their say), in
        small batches, each judged anew, to second order; "size": drop the smallest |coefficient| x spread.

    References
    ----------
    LeCun, Denker, Solla (1990). Optimal Brain Damage. NIPS 2.
    Hassibi, Stork (1993). Second order derivatives for network pruning: Optimal Brain Surgeon. NIPS 5.
    """

    takes = (*CLASSIFIERS, *REGRESSORS)

    order: str = param("held-out", choices=("held-out", "size"), doc="What says which column goes next.")
    n_points: int = param(8, 2, 30, "candidates", "Points along the path, evenly spaced in log columns.")
    same_table: bool = param(False, doc="Still take the long table: a selector in front, slower for a single row.")

    def unsuitable(self, estimator: Any) -> str:
        if not isinstance(estimator.coef_, np.ndarray):
            return "LinearColumns takes dense coefficients; call densify() on the model first."
        if estimator.coef_.shape[-1] < 2:
            return "LinearColumns needs at least two columns; this model has one: there is nothing to drop."
        if not hasattr(estimator, "classes_") and np.atleast_2d(estimator.coef_).shape[0] > 1:
            return "LinearColumns takes models of one output; give the model of one output on its own."
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        opened = inside(model)
        rows, size = self.split(opened, X, y), len(model_bytes(model))
        for label, estimator, columns in self.cuts(opened.estimator, rows):
            smaller = narrowed(model, estimator, columns, list(X), self.same_table)
            if len(model_bytes(smaller)) < size:
                yield Candidate(label, smaller)

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        for label, smaller, _ in self.cuts(estimator, rows):
            yield label, smaller

    def cuts(self, estimator: Any, rows: PruningRows) -> Iterator[tuple[str, Any, np.ndarray]]:
        """(label, estimator over the kept columns, those columns) along the path."""
        full = linear(estimator)
        judges = [
            Judge(X := plain_rows(given), loss_of(estimator, y, full.scores(X)), weight / X.shape[0])
            for given, y, weight in ((rows.X_choose, rows.y_choose, 1.0), (rows.X_fit, rows.y_fit, STEADYING))
        ]
        mean, spread = moments(judges[1].X)
        kept = np.arange(full.coef.shape[1])
        for size in path_sizes(full, self.n_points):
            while len(kept) > size:
                now = without(full, kept, mean)
                cost = size_of(now, spread[kept]) if self.order == "size" else rise(now, kept, mean, judges)
                n_drop = min(len(kept) - size, max(1, len(kept) // 20))
                kept = np.sort(kept[np.argsort(cost, kind="stable")[n_drop:]])
            smaller = compensated(full, kept, mean, judges)
            yield f"{size} of {full.coef.shape[1]} columns", with_columns(estimator, smaller, kept), kept


class Judge(NamedTuple):
    """Rows by whose loss columns are judged."""

    X: Any
    loss: Loss
    weight: float


def path_sizes(full: Linear, n_points: int) -> list[int]:
    """Numbers of columns, from all that have a coefficient down to one (but one fewer than there are)."""
    n_all = full.coef.shape[1]
    n_used = int(np.any(full.coef != 0, axis=0).sum())
    most = max(1, n_used if n_used < n_all else min(n_all - 1, round(n_all * 0.7)))
    sizes = np.unique(np.round(np.geomspace(1, most, n_points)).astype(int))
    return sizes[::-1].tolist()


def size_of(now: Linear, spread: np.ndarray) -> np.ndarray:
    """|coefficient| x spread of each column."""
    return np.linalg.norm(now.coef, axis=0) * spread


def rise(now: Linear, kept: np.ndarray, mean: np.ndarray, judges: Sequence[Judge]) -> np.ndarray:
    """What dropping each kept column costs, over all judges."""
    parts = [(judge, judge.X[:, kept]) for judge in judges]
    return np.sum([j.weight * rise_of_loss(now.coef, X, mean[kept], j.loss, now.scores(X)) for j, X in parts], axis=0)


def without(full: Linear, kept: np.ndarray, mean: np.ndarray) -> Linear:
    """The kept columns, and the mean of the others in the intercept."""
    gone = np.ones(full.coef.shape[1], dtype=bool)
    gone[kept] = False
    return Linear(full.coef[:, kept], full.intercept + full.coef[:, gone] @ mean[gone])


def compensated(full: Linear, kept: np.ndarray, mean: np.ndarray, judges: Sequence[Judge]) -> Linear:
    """The kept columns take over what they can say of the dropped ones, as far as the choosing rows gain."""
    start, (choose, fit) = without(full, kept, mean), judges
    X, X_choose = fit.X[:, kept], choose.X[:, kept]
    if X.shape[0] * X.shape[1] > DENSE:
        return start
    tried = [start, *takeovers(start, full.scores(fit.X) - start.scores(X), X, mean[kept])]
    return min(tried, key=lambda new: choose.loss.value(new.scores(X_choose)))


def takeovers(start: Linear, missing: np.ndarray, X: Any, mean: np.ndarray) -> Iterator[Linear]:
    """Steps from `start` towards the scores that are missing, by ridge regression on the kept columns."""
    centred = (X.toarray() if hasattr(X, "tocsr") else X) - mean
    gram, target = centred.T @ centred, centred.T @ missing
    for ridge in (1e-3, 0.1, 1.0):
        penalty = ridge * np.trace(gram) / len(gram) + 1e-9
        step = np.linalg.solve(gram + penalty * np.eye(len(gram)), target).T
        for share in (0.5, 1.0):
            yield Linear(start.coef + share * step, start.intercept - share * (step @ mean))
