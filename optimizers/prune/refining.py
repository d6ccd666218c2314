"""Leaf values of a whole forest, refined together: the trees stop repeating each other's mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

CHECK_EVERY, PATIENCE, MOST_ITERATIONS = 5, 3, 150
PULLS = (1.0, 10.0)


@dataclass(frozen=True, eq=False)
class Link:
    """How the leaf values of a row become an answer: `share` times their sum, then perhaps a curve.

    Attributes
    ----------
    share : float
        1 / n_trees for the mean of the trees, 1 for their sum.
    curved : bool
        Whether the answer is the softmax of that (one column: the logistic function).
    """

    share: float
    curved: bool = False

    @property
    def bend(self) -> float:
        """The largest second derivative of the loss in the sum."""
        return 0.5 if self.curved else 1.0

    def answer(self, total: np.ndarray) -> np.ndarray:
        from scipy.special import expit, softmax

        if not self.curved:
            return total * np.float32(self.share)
        return expit(total) if total.shape[1] == 1 else softmax(total, axis=1)

    def loss(self, answer: np.ndarray, truth: np.ndarray) -> np.ndarray:
        """Each row's squared error, or its log loss where the answer is curved."""
        if not self.curved:
            return ((answer - truth) ** 2).sum(axis=1, keepdims=True)
        likely = np.where(truth > 0.5, answer, 1 - answer) if truth.shape[1] == 1 else (answer * truth).sum(1)[:, None]
        return -np.log(np.maximum(likely, 1e-7))


@dataclass(frozen=True, eq=False)
class Lesson:
    """Rows that teach leaf values, or that choose among them.

    Attributes
    ----------
    at : csr_array of shape (n_rows, n_leaves of all trees)
        One 1 for each tree.
    truth : ndarray of shape (n_rows, k)
    weight : ndarray of shape (n_rows, 1)
    """

    at: Any
    truth: np.ndarray
    weight: np.ndarray

    @property
    def n_trees(self) -> int:
        """Leaves that a row is in, for each of its answers."""
        return self.at.nnz // self.at.shape[0]

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sum of each row's leaf values, (n_rows, k)."""
        return self.at @ values

    def gathering(self) -> Callable[[np.ndarray], np.ndarray]:
        """What sums up, for each leaf, what its rows hold: (n_rows, k) -> (n_leaves, k)."""
        back = self.at.T.tocsr()
        return lambda per_row: back @ per_row

    def loss(self, values: np.ndarray, link: Link) -> float:
        losses = link.loss(link.answer(self.total(values)), self.truth)
        return float((self.weight * losses).sum() / self.weight.sum())


def indicator(number: np.ndarray, n_leaves: int) -> Any:
    """Leaf numbers (n_rows, n_trees), counted through all trees, as a sparse matrix of ones."""
    from scipy.sparse import csr_array

    n_rows, n_trees = number.shape
    starts = np.arange(0, n_rows * n_trees + 1, n_trees)
    ones = np.ones(n_rows * n_trees, dtype=np.float32)
    return csr_array((ones, number.ravel(), starts), shape=(n_rows, n_leaves))


def refined(
    values: np.ndarray,
    fit: Lesson,
    choose: Lesson,
    link: Link,
    bounded: Callable[[np.ndarray], np.ndarray],
    pulls: Sequence[float] = PULLS,
) -> np.ndarray:
    """Leaf values of least loss of the trees' common answer, as good as the choosing rows support.

    Each way of pulling back to the old values is followed by accelerated gradient steps; every five steps the choosing
    rows are asked, and the best values of all are kept (the old ones if nothing is better).

    Parameters
    ----------
    values : ndarray of shape (n_leaves, k)
        To begin with.
    fit, choose : Lesson
        Rows that teach the values, and rows that choose when to stop.
    link : Link
    bounded : callable
        Values -> the nearest ones that are allowed.
    pulls : sequence of float
        Each holds every leaf back as that many rows with the old value would.
    """
    old = bounded(values.astype(np.float32))
    best, least = old, choose.loss(old, link)
    for pull in pulls:
        found, loss = descended(old, fit, choose, link, bounded, np.float32(pull))
        if loss < least:
            best, least = found, loss
    return best


def descended(
    old: np.ndarray,
    fit: Lesson,
    choose: Lesson,
    link: Link,
    bounded: Callable[[np.ndarray], np.ndarray],
    pull: np.float32,
) -> tuple[np.ndarray, float]:
    """The best values on the way, and their loss on the choosing rows."""
    share, gathered = np.float32(link.share), fit.gathering()
    weight = (fit.weight / fit.weight.mean()).astype(np.float32)
    # the Hessian is at most diagonal: rows in a leaf, once for each tree
    step = 1 / (np.float32(share * share * fit.n_trees * link.bend) * gathered(weight) + share * pull)
    now = ahead = best = old
    least, since, t = np.inf, 0, 1.0
    for k in range(1, MOST_ITERATIONS + 1):
        residual = weight * (link.answer(fit.total(ahead)) - fit.truth)
        new = bounded(ahead - step * share * (gathered(residual) + pull * (ahead - old)))
        t, before = (1 + np.sqrt(1 + 4 * t * t)) / 2, t
        ahead, now = new + np.float32((before - 1) / t) * (new - now), new
        if k % CHECK_EVERY == 0:
            loss, since = choose.loss(now, link), since + 1
            if loss < least:
                best, least, since = now, loss, 0
            if since >= PATIENCE:
                break
    return best, least


def unbounded(values: np.ndarray) -> np.ndarray:
    return values


def stretched(values: np.ndarray, stretch: float) -> np.ndarray:
    """Leaf values whose distance from equal shares is at most `stretch` times that of a probability.

    One column is the probability of the second of two classes.
    """
    share = np.float32(1 / max(values.shape[1], 2))
    off = values - share
    room = np.minimum(share / np.maximum(-off.min(axis=1), 1e-9), (1 - share) / np.maximum(off.max(axis=1), 1e-9))
    return share + off * np.minimum(1, stretch * room)[:, None].astype(np.float32)
