"""Trees run by treelite's interpreter, in the place of a direct predictor's own."""

from __future__ import annotations

import numpy as np


class Interpreted:
    """What a direct predictor asks of its trees, answered by treelite in one thread.

    Parameters
    ----------
    raw : bytes
        The trees in treelite's own format.
    """

    trees = (None,)  # their sums are means already

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._load()

    def _load(self) -> None:
        import treelite

        self._predict, self._model = treelite.gtil.predict, treelite.Model.deserialize_bytes(self._raw)

    def sums(self, X: np.ndarray) -> np.ndarray:
        """Means of a forest, (n_rows, n_values)."""
        return self._predict(self._model, X.astype(np.float64), nthread=1).reshape(len(X), -1)

    def staged(self, X: np.ndarray, start: np.ndarray, rate: float = 1.0) -> np.ndarray:
        """Sums of a booster, its start and rate included: (n_rows, n_outputs)."""
        found = self._predict(self._model, X.astype(np.float64), nthread=1, pred_margin=True)
        return np.asfortranarray(found.reshape(len(X), -1))

    def __getstate__(self) -> dict:
        return {"raw": self._raw}

    def __setstate__(self, state: dict) -> None:
        self._raw = state["raw"]
        self._load()
