"""Which of several choices of rows is best, as learning rows tell that none of them kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.case import model_input
from optimizers.distill.base import fitted, table_of
from optimizers.distill.rows import CodedRows, Kept

MOST_TRIED = 1000  # rows; of more, chance decides less, and fits take longer
FEWEST_JUDGING, MOST_JUDGING = 100, 2000


@dataclass(frozen=True, eq=False)
class Tried:
    """The best of several choices.

    Attributes
    ----------
    by : str
        Its name.
    kept : Kept
    n_tries, n_judging : int
        How many there were, and how many rows judged; 1 and 0 where there was nothing to choose by.
    """

    by: str
    kept: Kept
    n_tries: int
    n_judging: int


def best_tried(model: Any, rows: CodedRows, choices: Iterable[tuple[str, Kept]], rng: np.random.Generator) -> Tried:
    """Fit the model's recipe on each choice and ask it about up to 2,000 rows that are in none.

    Parameters
    ----------
    model : fitted estimator
        Never changed.
    rows : CodedRows
        With the table that they came from.
    choices : iterable of (name, Kept)
        Real rows; none is taken after which fewer than 100 would be left to judge.
    """
    tries: list[tuple[str, Kept]] = []
    free = np.ones(len(rows), dtype=bool)
    for by, kept in choices:
        still = free.copy()
        still[kept.places] = False
        if tries and still.sum() < FEWEST_JUDGING:
            break
        tries.append((by, kept))
        free = still
    if len(tries) < 2 or rows.X is None:
        return Tried(*tries[0], 1, 0)
    judging = rng.permutation(np.flatnonzero(free))[:MOST_JUDGING]
    seed = int(rng.integers(2**31))
    scores = [scored(model, rows, kept, judging, seed) for _, kept in tries]
    return Tried(*tries[int(np.argmax(scores))], len(tries), len(judging))


def scored(model: Any, rows: CodedRows, kept: Kept, judging: np.ndarray, seed: int) -> float:
    """The share of rows that are told right, or the mean squared error turned; the worst where it cannot be fitted."""
    assert rows.X is not None and rows.y is not None
    try:
        fresh = fitted(model, *table_of(rows.X, rows.y, kept), seed)
    except ValueError:
        return -np.inf
    said = np.asarray(fresh.predict(model_input(model, rows.X.iloc[judging]))).ravel()
    given = rows.y.iloc[judging].to_numpy()
    if rows.values is None:
        return float((said == given).mean())
    return -float(np.square(said - given.astype(float)).mean())
