"""Accuracy beside the accuracy of saying what came last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

FEWEST_BATCHES, MOST_BATCHES, BATCH_ROWS, FEWEST_ROWS = 10, 30, 50, 200
CLEARLY = 0.02  # by how much repeating must beat the most frequent label, at the low end of its interval


@dataclass(frozen=True)
class Repeated:
    """A model beside the one who always repeats the last label.

    Attributes
    ----------
    accuracy, no_change, majority : float
        Share of right labels: of the model, of repeating the last label, of always saying the most frequent one
        (known in hindsight, so that nothing constant does better).
    gain_low : float
        Low end of the 95 % interval of no_change minus majority.
    kappa_t, low, high : float
        Kappa temporal and its 95 % interval.
    n_rows : int
    """

    accuracy: float
    no_change: float
    majority: float
    gain_low: float
    kappa_t: float
    low: float
    high: float
    n_rows: int

    @property
    def matters(self) -> bool:
        """Whether labels follow one another so that accuracy alone would flatter."""
        return self.gain_low > CLEARLY

    @property
    def sentence(self) -> str:
        verdict = "the model does better than that" if self.low > 0 else "the model does not clearly do better"
        if self.high < 0:
            verdict = "the model does worse than that"
        return (
            f"Labels follow one another: always repeating the last label scores {self.no_change:.3f}, always the most "
            f"frequent one {self.majority:.3f}, the model {self.accuracy:.3f}; kappa_t = {self.kappa_t:.2f} "
            f"({self.low:.2f} to {self.high:.2f}): {verdict}."
        )


def repeated(y: np.ndarray, right: np.ndarray) -> Repeated:
    """Compare a model with repeating the last label, on rows in the order in which they came.

    Rows that follow one another are not independent, so the intervals come from batch means: the rows are cut into
    10 to 30 stretches, whose mean influences are nearly independent where stretches are longer than the memory
    of the series; with fewer rows than some 20 such memories the intervals are too narrow. The first row, which
    has no label before it, is left out.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        True labels in time order.
    right : ndarray of bool of shape (n_rows,)
        Which of them the model gets right.

    Returns
    -------
    Repeated
        kappa_t is NaN where labels never change.

    Raises
    ------
    ValueError
        If there are fewer than 201 rows.

    References
    ----------
    Zliobaite, Bifet, Read, Pfahringer, Holmes (2015). As `kappa_t`.
    Schmeiser (1982). Batch size effects in the analysis of simulation output. Operations Research 30.
    """
    y, right = np.asarray(y), np.asarray(right, dtype=float)
    if len(y) <= FEWEST_ROWS:
        raise ValueError(f"There are {len(y)} rows in order; comparing with the last label needs {FEWEST_ROWS + 1}.")
    again, right = no_change(y)[1:].astype(float), right[1:]
    labels, counts = np.unique(y[1:], return_counts=True)
    most = (y[1:] == labels[counts.argmax()]).astype(float)
    gain_low = float((again - most).mean()) - half_width(again - most)
    kappa, changes = float("nan"), 1 - again.mean()
    half = float("nan")
    if changes > 0:
        kappa = float((right.mean() - again.mean()) / changes)
        half = half_width(((1 - kappa) * (1 - again) - (1 - right)) / changes)
    return Repeated(
        float(right.mean()), float(again.mean()), float(most.mean()), gain_low, kappa, kappa - half,
        min(1.0, kappa + half), len(right),
    )  # fmt: skip


def half_width(parts: np.ndarray) -> float:
    """Half the 95 % interval of the mean of a series in order, from the means of its stretches."""
    from scipy.special import stdtrit

    n_batches = min(max(FEWEST_BATCHES, len(parts) // BATCH_ROWS), MOST_BATCHES)
    means = np.array([part.mean() for part in np.array_split(parts, n_batches)])
    return float(stdtrit(n_batches - 1, 0.975) * means.std(ddof=1) / np.sqrt(n_batches))


def no_change(y: np.ndarray, before: Any = None) -> np.ndarray:
    """Which labels the one who repeats the last label gets right; the first one only where `before` is given."""
    y = np.asarray(y)
    right = np.zeros(len(y), dtype=bool)
    right[1:] = y[1:] == y[:-1]
    if len(y) and before is not None:
        right[0] = y[0] == before
    return right


def kappa_t(y: np.ndarray, predictions: np.ndarray, before: Any = None) -> float:
    """Kappa temporal: how much of what repeating the last label gets wrong a model gets right.

    Where labels come in runs, a high accuracy says little. 1 is perfect, 0 is no better than repeating the last
    label, below 0 is worse.

    Parameters
    ----------
    y, predictions : ndarray of shape (n_rows,)
        In time order, labels or codes.
    before : label, optional
        The one before the first; without it the first row is left out.

    Returns
    -------
    float
        NaN without rows, or where repeating is always right.

    References
    ----------
    Zliobaite, Bifet, Read, Pfahringer, Holmes (2015). Evaluation methods and decision theory for classification
    of streaming data with temporal dependence. Machine Learning 98.

    Examples
    --------
    >>> kappa_t(np.array([0, 0, 1, 1, 0]), np.array([0, 0, 1, 1, 1]))
    0.5
    """
    first = 0 if before is not None else 1
    right = (np.asarray(y) == np.asarray(predictions))[first:]
    repeated = no_change(y, before)[first:]
    if not len(right) or repeated.all():
        return float("nan")
    return float((right.mean() - repeated.mean()) / (1 - repeated.mean()))
