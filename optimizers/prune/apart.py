"""Rows in the trees of a boosted model: each tree speaks for one column of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.prune.refining import Lesson, indicator


@dataclass(frozen=True, eq=False)
class Apart(Lesson):
    """Rows in trees of which each speaks for one column of the answer only.

    Leaf values have the shape (n_leaves, 1), column by column.

    Attributes
    ----------
    ats : list of csr_array of shape (n_rows, n_leaves of a column's trees)
    before : ndarray of shape (n_rows, k)
        What the sum begins with.
    """

    ats: list[Any]
    before: np.ndarray

    @classmethod
    def of(cls, leaves: list[tuple[np.ndarray, int]], truth: np.ndarray, weight: np.ndarray, before: np.ndarray) -> Any:
        """By each column's leaf numbers, (n_rows, n_trees), and how many leaves there are."""
        ats = [indicator(*of_column) for of_column in leaves]
        return cls(ats[0], truth, weight, ats, before)

    def first(self, n: int) -> Apart:
        """The first n rows."""
        return Apart(self.at[:n], self.truth[:n], self.weight[:n], [at[:n] for at in self.ats], self.before[:n])

    def leaf(self, column: int, tree: int) -> np.ndarray:
        """The leaf of each row in one tree, counted through all trees of the column."""
        return self.ats[column].indices[tree :: self.n_trees]

    @property
    def ends(self) -> np.ndarray:
        return np.cumsum([at.shape[1] for at in self.ats])

    def total(self, values: np.ndarray) -> np.ndarray:
        parts = np.split(values[:, 0], self.ends[:-1])
        return self.before + np.stack([at @ part for at, part in zip(self.ats, parts)], axis=1)

    def gathering(self) -> Callable[[np.ndarray], np.ndarray]:
        backs = [at.T.tocsr() for at in self.ats]

        def gathered(per_row: np.ndarray) -> np.ndarray:
            columns = np.broadcast_to(per_row, (len(per_row), len(backs))).T
            return np.concatenate([back @ column for back, column in zip(backs, columns)])[:, None]

        return gathered
