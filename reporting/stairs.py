"""Histograms as stairs: bins with their edges, categories side by side, missing values apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reporting.look import axis
from reporting.text import inert


@dataclass(frozen=True, eq=False)
class Bins:
    """Where the bins of a histogram stand.

    Attributes
    ----------
    left, right : ndarray of shape (n_bins,)
        Edges; categories stand at 0, 1, 2, ..., missing values beyond the last bin.
    labels : list of str
    is_number : bool
    """

    left: np.ndarray
    right: np.ndarray
    labels: list[str]
    is_number: bool

    @property
    def middle(self) -> np.ndarray:
        return (self.left + self.right) / 2

    def stairs(self, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The outline of a histogram; between bins that do not touch it goes down to zero."""
        x, y = np.c_[self.left, self.left, self.right, self.right], np.c_[0 * share, share, share, 0 * share]
        touches = np.isclose(self.left[1:], self.right[:-1], rtol=1e-9, atol=0)
        keep = np.ones(x.shape, bool)
        keep[1:, 0], keep[:-1, 3] = ~touches, ~touches
        return x[keep], np.nan_to_num(y[keep])

    def axis(self, title: str) -> dict[str, Any]:
        """The axis of the bins: numbers, or the categories' names, and "missing" where it is."""
        pad = (self.right.max() - self.left.min()) * 0.02
        plain = axis(title, showgrid=False, range=[self.left.min() - pad, self.right.max() + pad])
        if self.is_number:
            return plain
        return plain | dict(tickvals=self.middle, ticktext=[inert(label, 14) for label in self.labels])


def bins_of(left: np.ndarray, right: np.ndarray, labels: list[str]) -> Bins:
    """Bins from their edges, nan where a row has none: categories, or the missing values of numbers."""
    left, right = np.asarray(left, dtype=float).copy(), np.asarray(right, dtype=float).copy()
    has = np.isfinite(left) & np.isfinite(right)
    if not has.any():
        at = np.arange(len(left), dtype=float)
        return Bins(at - 0.4, at + 0.4, labels, False)
    width = (right[has].max() - left[has].min()) / max(8, has.sum())
    start = right[has].max() + width * (0.5 + 1.5 * np.arange((~has).sum()))
    left[~has], right[~has] = start, start + width
    return Bins(left, right, labels, True)
