"""Would a model that learned from the new rows be better on them? The same held-out rows answer for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.retrain.fits import fit
from optimizers.retrain.losses import loss_scale, row_losses

N_FOLDS, N_BLOCKS = 5, 8
LOOKS = 2  # refitting on recent rows and on all is looked at: each gets half of the error


@dataclass(frozen=True)
class Mean:
    """A mean over rows with its interval."""

    value: float
    low: float
    high: float

    @staticmethod
    def of(parts: np.ndarray) -> Mean:
        """Of independent rows."""
        if len(parts) < 2:
            return Mean(np.nan, np.nan, np.nan)
        value, half = float(parts.mean()), float(1.959964 * parts.std(ddof=1) / np.sqrt(len(parts)))
        return Mean(value, value - half, value + half)

    @staticmethod
    def of_blocks(parts: np.ndarray, error: float = 0.05) -> Mean:
        """Of rows in the order of time: neighbours share weather and weekday, so blocks count and not rows."""
        from scipy.stats import t

        means = np.array([block[np.isfinite(block)].mean() for block in blocks(parts) if np.isfinite(block).any()])
        if len(means) < 2:
            return Mean(np.nan, np.nan, np.nan)
        value, se = float(means.mean()), float(means.std(ddof=1) / np.sqrt(len(means)))
        half = float(t.ppf(1 - error / 2, len(means) - 1)) * se
        return Mean(value, value - half, value + half)


def blocks(rows: np.ndarray) -> list[np.ndarray]:
    """Rows in the order of time, cut into parts of equal length."""
    return np.array_split(rows, N_BLOCKS)


@dataclass(frozen=True, eq=False)
class Relation:
    """Losses on the new rows, row by row, each by a model that has not seen the row.

    Attributes
    ----------
    now : ndarray of shape (n_new,)
        Of the model as it is.
    recent, every : ndarray of shape (n_new,)
        Of its recipe fitted on the new rows before, and on these and all old rows; NaN for the first block, and
        where it could not be fitted.
    problem : str
        Why a fold could not be fitted; empty if all could.
    """

    now: np.ndarray
    recent: np.ndarray
    every: np.ndarray
    problem: str = ""

    def gain(self, of: str) -> Mean:
        """What refitting on these rows would save a row; below zero it would cost."""
        return Mean.of_blocks(self.now - getattr(self, of), 0.05 / LOOKS)

    def recent_over_every(self) -> Mean:
        return Mean.of_blocks(self.every - self.recent)


def relation(
    model: Any, X_old: pd.DataFrame, y_old: pd.Series, X_new: pd.DataFrame, y_new: pd.Series, seed: int, tell: Any
) -> Relation:
    """Refit again and again on the new rows so far, and compare with the model as it is on those that come next.

    Folds by chance would let a refitted model learn the day that it is judged on, and promise what the future
    does not keep.

    Parameters
    ----------
    model : fitted estimator
    X_old, y_old, X_new, y_new
        Learning rows, and labelled rows that the model has not seen, in the order of time.
    tell : callable
        Given progress.

    References
    ----------
    Gama, Sebastiao, Rodrigues (2013). On evaluating stream learning algorithms. Machine Learning 90.
    """
    scale = loss_scale(model, y_old)
    now = row_losses(model, X_new, y_new, scale)
    if not len(now):
        empty = np.zeros(0)
        return Relation(empty, empty, empty, "the model cannot predict the new rows")
    found = {name: np.full(len(y_new), np.nan) for name in ("recent", "every")}
    problem = ""
    places = blocks(np.arange(len(y_new)))
    for k, held in enumerate(places[1:]):
        rest = np.concatenate(places[: k + 1])
        for name, X, y in (
            ("recent", X_new.iloc[rest], y_new.iloc[rest]),
            ("every", pd.concat([X_old, X_new.iloc[rest]]), pd.concat([y_old, y_new.iloc[rest]])),
        ):
            tell({"done": 2 * k + (name == "every"), "of": 2 * (N_BLOCKS - 1), "doing": "refitting on new rows"})
            fresh = fit(model, X, y)
            problem = problem or fresh.problem
            if fresh.model is not None:
                losses = row_losses(fresh.model, X_new.iloc[held], y_new.iloc[held], scale)
                found[name][held] = losses if len(losses) else np.nan
    return Relation(now, found["recent"], found["every"], problem)


def out_of_fold(model: Any, X: pd.DataFrame, y: pd.Series, seed: int) -> np.ndarray:
    """Losses of the recipe on rows that it has not seen: what the model was good for when it was made."""
    scale, out = loss_scale(model, y), np.full(len(y), np.nan)
    for held in folds(model, y, seed):
        rest = np.setdiff1d(np.arange(len(y)), held)
        fresh = fit(model, X.iloc[rest], y.iloc[rest])
        if fresh.model is not None and len(losses := row_losses(fresh.model, X.iloc[held], y.iloc[held], scale)):
            out[held] = losses
    return out


def folds(model: Any, y: pd.Series, seed: int) -> list[np.ndarray]:
    """Held-out places, of each class the same share where there are classes."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    if hasattr(model, "classes_"):
        order = order[np.argsort(pd.factorize(y)[0][order], kind="stable")]
    return [order[k::N_FOLDS] for k in range(N_FOLDS)]
