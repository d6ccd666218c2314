"""A table of mixed columns turned into numbers, as a ColumnTransformer of imputers, scalers and encoders does it."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.deploy.models.direct import Steps, stepped

FEW_ROWS = 16  # so many are cheaper to take out of a frame as objects, all columns at once
MISSING = "NaN, which does not equal itself", 0


class Columns:
    """Blocks of columns side by side.

    Parameters
    ----------
    blocks : list of Numbers or Encoded
        In the order in which their columns come out.
    """

    def __init__(self, blocks: list[Any]) -> None:
        self.blocks = blocks

    def __call__(self, X: Any) -> np.ndarray:
        """Numbers of shape (n_rows, n_columns_out)."""
        if hasattr(X, "columns"):
            few = len(X) <= FEW_ROWS and np.float32 not in X.dtypes.tolist()  # whose width would be lost
            X = X.to_numpy() if few else [X.iloc[:, i].to_numpy() for i in range(X.shape[1])]
        columns = X if isinstance(X, list) else list(np.asarray(X).T)
        return np.concatenate([block(columns) for block in self.blocks], axis=1)


class Numbers:
    """Columns that are numbers already, with arithmetic on them."""

    def __init__(self, places: list[int], steps: Steps) -> None:
        self.places, self.steps = places, steps

    def __call__(self, columns: list[np.ndarray]) -> np.ndarray:
        taken = [columns[i] for i in self.places]
        narrow = np.result_type(*(c.dtype for c in taken)) == np.float32
        table = np.array(taken, dtype=np.float32 if narrow else np.float64).T
        return stepped(np.ascontiguousarray(table), self.steps)


class Encoded:
    """Columns of categories, each by a table of what stands for a category.

    Parameters
    ----------
    places : list of int
    known : list of dict
        Category -> row of the column's table; `MISSING` is NaN.
    tables : list of ndarray of shape (n_categories, n_columns_out)
    unknown : list of ndarray or None
        What stands for any other category, (n_columns_out,); None refuses it.
    steps : list of (str, ndarray)
        Arithmetic on what comes out.
    """

    def __init__(self, places: list[int], known: list[dict], tables: list, unknown: list, steps: Steps) -> None:
        self.places, self.known, self.unknown, self.steps = places, known, unknown, steps
        self.tables = [t if u is None else np.concatenate([t, u[None]]) for t, u in zip(tables, unknown)]

    def __call__(self, columns: list[np.ndarray]) -> np.ndarray:
        found = [
            table[self.codes(columns[i], known, i, other is None)]
            for i, known, table, other in zip(self.places, self.known, self.tables, self.unknown)
        ]
        return stepped(np.concatenate(found, axis=1), self.steps)

    def codes(self, values: np.ndarray, known: dict, column: int, refuses: bool) -> np.ndarray:
        """The row of each value in its table; the last one for what nobody knows.

        Raises
        ------
        ValueError
            If a category is unknown and the original refuses those.
        """
        own = [known.get(MISSING if v != v else v, -1) for v in values.tolist()]
        codes = np.array(own, dtype=np.intp)
        if refuses and (codes < 0).any():
            row = int(np.flatnonzero(codes < 0)[0])
            raise ValueError(f"Row {row}, column {column} holds a category that the model has never seen.")
        return codes
