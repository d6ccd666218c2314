"""In which order a forest's trees serve it best: each tree is added where the trees before it are weak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

MARGIN = 0.075  # the point in the first quadrant that Martinez-Munoz et al. aim the vote at


def one_hot(forest: Any, y: np.ndarray) -> np.ndarray:
    """Targets as the forest's trees predict them: (n_rows, n_classes) of 0 and 1, or (n_rows, 1) of values."""
    if not hasattr(forest, "classes_"):
        return np.asarray(y, dtype=np.float32).reshape(-1, 1)
    return (np.asarray(y)[:, None] == forest.classes_).astype(np.float32)


def answers(forest: Any, X: Any) -> np.ndarray:
    """What each tree answers: (n_trees, n_rows, n_classes) float32."""
    found = forest.apply(X)
    members = [member.tree_.value[:, 0, :] for member in forest.estimators_]
    return np.stack([value[found[:, t]] for t, value in enumerate(members)]).astype(np.float32)


def greedy_brier(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Next, the tree with which the mean answer has the least squared error.

    Only the inner products of the trees' errors matter, so the rows are read once.
    """
    error = (answers - truth).reshape(len(answers), -1).astype(float)
    products = error @ error.T
    order: list[int] = []
    total = np.zeros(len(answers))
    for _ in range(len(answers)):
        worth = 2 * total + products.diagonal()
        worth[order] = np.inf
        order.append(int(worth.argmin()))
        total += products[order[-1]]
    return np.array(order)


def reduced_error(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Next, the tree with which the mean answer is wrong least often; the squared error settles ties."""
    label, squares = truth.argmax(axis=1), (truth**2).sum(axis=1).mean()

    def worth(total: np.ndarray, rest: np.ndarray) -> np.ndarray:
        right = total[label_rows, label][None] + answers[rest][:, label_rows, label]
        together = total[None] + answers[rest]
        size = together.sum(axis=2).mean()
        wrong = (together.argmax(axis=2) != label).mean(axis=1)
        return wrong + 1e-6 * (squares - right.mean(axis=1) / max(size, 1e-12))

    label_rows = np.arange(len(label))
    return greedily(answers, worth)


def complementariness(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Next, the tree that is right most often where the trees before it, together, are wrong."""
    label = truth.argmax(axis=1)
    right = (answers.argmax(axis=2) == label).astype(np.float32)

    def worth(total: np.ndarray, rest: np.ndarray) -> np.ndarray:
        wrong_so_far = total.argmax(axis=1) != label if total.any() else np.ones(len(label), dtype=bool)
        return -right[rest][:, wrong_so_far].sum(axis=1) - 1e-6 * right[rest].mean(axis=1)

    return greedily(answers, worth)


def margin_distance(answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Next, the tree that brings the mean vote nearest to being right by a small margin on every row."""
    label = truth.argmax(axis=1)
    vote = np.where(answers.argmax(axis=2) == label, 1.0, -1.0).astype(np.float32)
    order: list[int] = []
    total, rest = np.zeros(len(label), dtype=np.float32), np.arange(len(vote))
    while len(rest):
        short = np.minimum((total + vote[rest]) / (len(order) + 1) - MARGIN, 0)
        best = int((short**2).sum(axis=1).argmin())
        order.append(int(rest[best]))
        total += vote[rest[best]]
        rest = np.delete(rest, best)
    return np.array(order)


def greedily(answers: np.ndarray, worth: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """The order in which the least worth is taken next, given the sum of the answers so far."""
    order: list[int] = []
    total, rest = np.zeros_like(answers[0]), np.arange(len(answers))
    while len(rest):
        best = int(np.argmin(worth(total, rest)))
        order.append(int(rest[best]))
        total = total + answers[rest[best]]
        rest = np.delete(rest, best)
    return np.array(order)


ORDERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "brier": greedy_brier,
    "complementariness": complementariness,
    "margin": margin_distance,
    "reduced error": reduced_error,
}


def ordered(by: str, answers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Tree numbers, the most useful first; a regressor's trees are always ordered by squared error.

    Parameters
    ----------
    by : str
        A key of `ORDERS`.
    answers : ndarray of shape (n_trees, n_rows, n_classes)
    truth : ndarray of shape (n_rows, n_classes)
    """
    return ORDERS[by if truth.shape[1] > 1 else "brier"](answers, truth)
