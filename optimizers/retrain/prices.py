"""What retraining and being wrong cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizers.component import Component, param


@dataclass(frozen=True)
class Prices(Component):
    """Prices of retrainings, of computing, of labels and of errors, in any one currency.

    By default a wrong prediction costs 1 and a retraining 10: as much as 2 % of a step of 500 rows.

    Attributes
    ----------
    matrix : tuple of tuple of float
        For classifiers, instead of `error`: row t, column p is what it costs to take class t for class p, in the
        order of the case's classes. Right predictions, on the diagonal, cost nothing.

    Raises
    ------
    ValueError
        If a price is negative, or the matrix is not square, finite, or free of charge on its diagonal.
    """

    retraining: float = param(
        10.0, 0.0, 1e9, "", "For each retraining: checks, approvals, putting it in use.", log=True
    )
    cpu_hour: float = param(0.05, 0.0, 1e6, "", "For an hour of fitting.", log=True)
    label: float = param(0.0, 0.0, 1e6, "", "For each label that a policy has read.", log=True)
    error: float = param(1.0, 0.0, 1e6, "", "For each wrong prediction, or each unit of absolute error.", log=True)
    matrix: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "matrix", tuple(tuple(row) for row in self.matrix))
        flat = [cost for row in self.matrix for cost in row]
        if any(len(row) != len(self.matrix) for row in self.matrix):
            raise ValueError("Prices.matrix must have as many columns as rows, one for each class.")
        if not all(isinstance(c, int | float) and math.isfinite(c) and c >= 0 for c in flat):
            raise ValueError("Prices.matrix must hold numbers that are 0 or more.")
        if any(self.matrix[i][i] for i in range(len(self.matrix))):
            raise ValueError("Prices.matrix must have zeros on its diagonal: right predictions cost nothing.")

    def of(self, kinds: Sequence[str], values: bool = False) -> np.ndarray:
        """What one mistake of each kind costs, so that every mistake is paid for once.

        Parameters
        ----------
        kinds : sequence of str
            "errors" for all of them, "0 as 1" and so on for confusions, by the codes of the classes.
        values : bool
            The model predicts values: there are no confusions.

        Raises
        ------
        ValueError
            If the matrix has fewer classes than were confused.
        """
        if values or not self.matrix:
            return np.array([self.error if kind == "errors" else 0.0 for kind in kinds])
        return np.array([0.0 if kind == "errors" else self.confusion(*map(int, kind.split(" as "))) for kind in kinds])

    def confusion(self, true: int, given: int) -> float:
        """The price of one confusion; a label that the model never had costs as much as the dearest."""
        if max(true, given) >= len(self.matrix):
            raise ValueError(
                f"Prices.matrix has {len(self.matrix)} classes, and the case has more; give it a row for each class."
            )
        return self.matrix[true][given] if min(true, given) >= 0 else max(map(max, self.matrix))
