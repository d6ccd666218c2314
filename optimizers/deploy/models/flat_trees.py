"""Many trees as one set of flat arrays: a row is walked down all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

# Measured costs that choose the way, in us; only which of the two is cheaper matters.
STEP_US, STEP_CELL_US = 6.0, 0.02
TREE_US, TREE_STEP_US = 4.0, 0.008


class FlatTrees:
    """Fitted trees of one output, ready for single rows and for batches; the answers are the trees' own, bit for bit.

    Few rows are walked through flat arrays, all trees at once, one step of depth at a time; many are handed to
    the compiled trees one after another, which is faster from some dozen rows on.

    Parameters
    ----------
    trees : sequence of Tree
        `tree_` of each estimator, in their order.
    """

    def __init__(self, trees: Sequence[Any]) -> None:
        self.trees = list(trees)
        self._flatten()

    def _flatten(self) -> None:
        parts = [_flat(tree) for tree in self.trees]
        starts = np.cumsum([0, *(len(part["feature"]) for part in parts[:-1])])
        self.roots = starts.astype(np.intp)
        self.depth = max(int(tree.max_depth) for tree in self.trees)
        self.first = np.concatenate([part["first"] + start for part, start in zip(parts, starts)])
        self.feature, self.threshold, self.missing_right, self.values = (
            np.concatenate([part[name] for part in parts])
            for name in ("feature", "threshold", "missing_right", "values")
        )

    def __getstate__(self) -> dict:
        return {"trees": self.trees}

    def __setstate__(self, state: dict) -> None:
        self.trees = state["trees"]
        self._flatten()

    def walks(self, n_rows: int) -> bool:
        """Whether so many rows are cheaper to walk than to hand to each tree."""
        n_trees = len(self.trees)
        walked = self.depth * (STEP_US + n_rows * n_trees * STEP_CELL_US)
        return walked < n_trees * (TREE_US + n_rows * self.depth * TREE_STEP_US)

    def leaves(self, X: np.ndarray) -> np.ndarray:
        """Where each row ends in each tree: (n_rows, n_trees) places in `values`.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            In the trees' own width, float32; may hold NaN.
        """
        cells, offset = X.ravel(), np.arange(0, X.size, X.shape[1])[:, None]
        node = np.broadcast_to(self.roots, (len(X), len(self.roots)))
        missing = bool(np.isnan(cells).any())
        for _ in range(self.depth):
            value = cells.take(self.feature.take(node) + offset)
            node = self.first.take(node) + self.goes_right(value, node, missing)
        return node

    def goes_right(self, value: np.ndarray, node: np.ndarray, missing: bool) -> np.ndarray:
        """Whether each value goes to the right child of its node; `missing` says that some may be NaN."""
        right = value > self.threshold.take(node)
        return right | (np.isnan(value) & self.missing_right.take(node)) if missing else right

    def sums(self, X: np.ndarray) -> np.ndarray:
        """The sum of all trees' values, added in their order: (n_rows, n_values)."""
        if self.walks(len(X)):
            return np.add.accumulate(self.values[self.leaves(X)], axis=1)[:, -1]
        total = np.zeros((len(X), self.values.shape[1]))
        for tree in self.trees:
            total += tree.predict(X)
        return total

    def staged(self, X: np.ndarray, start: np.ndarray, rate: float) -> np.ndarray:
        """Stages of (n_outputs,) trees each, scaled and added in order to where they start: (n_rows, n_outputs)."""
        n = len(start)
        if self.walks(len(X)):
            steps = rate * self.values[self.leaves(X), 0].reshape(len(X), -1, n)
            first = np.broadcast_to(start, (len(X), 1, n))
            return np.add.accumulate(np.concatenate([first, steps], axis=1), axis=1)[:, -1]
        total = np.tile(start, (len(X), 1))
        for i, tree in enumerate(self.trees):
            total[:, i % n] += rate * tree.predict(X)[:, 0]
        return total


def _flat(tree: Any) -> dict[str, np.ndarray]:
    """The tree's nodes with siblings side by side: the right child is the left one's place plus one."""
    left, right = np.asarray(tree.children_left), np.asarray(tree.children_right)
    inner = np.flatnonzero(left >= 0)
    place = np.zeros(len(left), dtype=np.intp)
    place[left[inner]] = 1 + 2 * np.arange(len(inner))
    place[right[inner]] = 2 + 2 * np.arange(len(inner))
    first, feature = np.arange(len(left)), np.zeros(len(left), dtype=np.intp)
    threshold = np.full(len(left), np.inf, dtype=np.float32)  # a leaf leads to itself
    missing_right, values = np.zeros(len(left), dtype=bool), np.empty((len(left), tree.value.shape[2]))
    first[place[inner]], feature[place[inner]] = place[left[inner]], tree.feature[inner]
    threshold[place[inner]] = rounded_down(np.asarray(tree.threshold)[inner])
    missing_right[place[inner]] = ~np.asarray(tree.missing_go_to_left, dtype=bool)[inner]
    values[place] = tree.value[:, 0, :]
    return {
        "first": first, "feature": feature, "threshold": threshold, "missing_right": missing_right, "values": values,
    }  # fmt: skip


def rounded_down(threshold: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above each value: float32 rows go the same way at it."""
    nearest = threshold.astype(np.float32)
    return np.where(nearest > threshold, np.nextafter(nearest, np.float32(-np.inf)), nearest).astype(np.float32)
