"""Which rows a model is refitted on: named, so that equal windows are fitted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

EVERYTHING, SLIDING, WEIGHTED, SINCE = "everything", "sliding", "weighted", "since the last alarm"
WINDOWS = (EVERYTHING, SLIDING, WEIGHTED, SINCE)


@dataclass(frozen=True, eq=False)
class Batch:
    """The labelled rows that arrived by the end of one step; none perhaps.

    Attributes
    ----------
    step : int
    X, y : DataFrame and Series of shape (n_rows, ...)
        Without rows that lack a label, or have one that the model as uploaded never had.
    note : str
        What was left out; empty if nothing was.
    """

    step: int
    X: pd.DataFrame
    y: pd.Series
    note: str = ""

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Window:
    """Which labelled rows: equal windows, equal fits.

    Attributes
    ----------
    n_training : int
        How many of the original learning rows, the last ones.
    steps : tuple of int
        Whose labelled rows, in order.
    half_life : int
        After how many steps a row counts half; 0: all count the same.
    """

    n_training: int
    steps: tuple[int, ...] = ()
    half_life: int = 0


def window_of(kind: str, n_steps: int, n_training: int, batches: Sequence[Batch], since: int = -1) -> Window:
    """The window at the end of a step.

    Parameters
    ----------
    kind : str
        One of `WINDOWS`.
    n_steps : int
        Sliding: how many steps it holds; weighted: the half-life in steps.
    n_training : int
        How many original learning rows there are. They belong to "everything" and "weighted"; to "sliding" only
        as many of the last ones as are wanted until enough steps have come.
    batches : sequence of Batch
        All that have arrived, the newest last.
    since : int
        The step of the last alarm, where such a window begins; -1: none yet, then it is everything.
    """
    come = tuple(b.step for b in batches if len(b))
    if kind == SLIDING:
        lacking = n_steps - len(come)
        fill = round(lacking * float(np.mean([len(b) for b in batches if len(b)] or [0]))) if lacking > 0 else 0
        return Window(min(n_training, fill), come[-n_steps:])
    if kind == SINCE and since >= 0:
        return Window(0, tuple(s for s in come if s >= since))
    return Window(n_training, come, n_steps if kind == WEIGHTED else 0)


def gathered(window: Window, X: pd.DataFrame, y: pd.Series, batches: Sequence[Batch]) -> tuple[Any, Any, Any]:
    """(X, y, weights) of a window; weights are None where all rows count the same.

    Parameters
    ----------
    X, y : DataFrame and Series
        The original learning rows.
    batches : sequence of Batch
        Batch s at place s.
    """
    first = len(y) - window.n_training
    parts = [(X.iloc[first:], y.iloc[first:], -1)] if window.n_training else []
    parts += [(batches[s].X, batches[s].y, s) for s in window.steps]
    if not parts:
        return X.iloc[:0], y.iloc[:0], None
    weights = None
    if window.half_life:
        newest = parts[-1][2]
        weights = np.repeat([0.5 ** ((newest - s) / window.half_life) for *_, s in parts], [len(p[1]) for p in parts])
    return (
        pd.concat([p[0] for p in parts], ignore_index=True),
        pd.concat([p[1] for p in parts], ignore_index=True),
        weights,
    )
