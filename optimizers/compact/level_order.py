"""All trees of a forest at once, level by level: where every node's parent is, and which tests lie above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizers.compact.bits import Damaged


@dataclass(frozen=True, eq=False)
class Levels:
    """The shape of all trees, their nodes in level order: first all roots, then all children of roots, ...

    Attributes
    ----------
    splits : bool array of shape (n_nodes,)
    parent : int array of shape (n_nodes,)
        Position of the parent; -1 at roots. A left child comes just before its right sibling.
    bounds : list of int
        Where each level begins, and the number of nodes.
    n_trees : int
    """

    splits: np.ndarray
    parent: np.ndarray
    bounds: list[int]
    n_trees: int

    @classmethod
    def from_bits(cls, bits: np.ndarray, n_trees: int) -> Levels:
        """From one bit a node, in level order.

        Raises
        ------
        Damaged
            If there are too few bits, or too many.
        """
        splits, bounds = bits.astype(bool), [0, n_trees]
        parents = [np.full(n_trees, -1)]
        while True:
            if bounds[-1] > len(bits):
                raise Damaged("The file ends too early; save it again.")
            inner = bounds[-2] + np.flatnonzero(splits[bounds[-2] : bounds[-1]])
            if not len(inner):
                break
            parents.append(np.repeat(inner, 2))
            bounds.append(bounds[-1] + 2 * len(inner))
        if bounds[-1] != len(bits):
            raise Damaged("The file holds more nodes than its trees have; save it again.")
        return cls(splits, np.concatenate(parents), bounds, n_trees)

    @property
    def is_right(self) -> np.ndarray:
        return (np.arange(len(self.parent)) - self.n_trees) % 2 == 1

    def children(self) -> np.ndarray:
        """Position of the left child of each node; -1 at leaves."""
        left = np.full(len(self.splits), -1)
        left[self.splits] = self.n_trees + 2 * np.arange(self.splits.sum())
        return left

    def depth_first(self) -> tuple[np.ndarray, np.ndarray]:
        """Each node's number within its tree in depth-first order, and its tree; both (n_nodes,)."""
        left, size = self.children(), np.ones(len(self.splits), dtype=np.int64)
        number, tree = np.zeros(len(size), dtype=np.int64), np.arange(len(size))
        spans = list(zip(self.bounds, self.bounds[1:]))
        for start, end in reversed(spans):
            inner = start + np.flatnonzero(self.splits[start:end])
            size[inner] += size[left[inner]] + size[left[inner] + 1]
        for start, end in spans:
            inner = start + np.flatnonzero(self.splits[start:end])
            number[left[inner]] = number[inner] + 1
            number[left[inner] + 1] = number[inner] + 1 + size[left[inner]]
            tree[left[inner]] = tree[left[inner] + 1] = tree[inner]
        return number, tree


def room(
    levels: Levels, at: np.ndarray, feature: np.ndarray, index: np.ndarray, n_kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Between which threshold numbers the tests above leave room for a node's own.

    Parameters
    ----------
    at : int array of shape (n,)
        Positions of splits.
    feature, index : int arrays of shape (n_nodes,)
        The column tested at every node, and the number of its threshold (only read above `at`).
    n_kinds : int array of shape (n_features,)
        How many thresholds each column has.

    Returns
    -------
    low, high : int arrays of shape (n,)
        The first number that is possible, and the first that is not any more.
    """
    mine, is_right = feature[at], levels.is_right
    low, high = np.zeros(len(at), dtype=np.int64), n_kinds[mine].astype(np.int64)
    here, rows = at, np.arange(len(at))
    while len(rows):
        above = levels.parent[here]
        alive = above >= 0
        here, above, rows = here[alive], above[alive], rows[alive]
        same = feature[above] == mine[rows]
        right, number = is_right[here], index[above]
        up, down = same & right, same & ~right
        low[rows[up]] = np.maximum(low[rows[up]], number[up] + 1)
        high[rows[down]] = np.minimum(high[rows[down]], number[down])
        here = above
    return low, high


def level_order(left: np.ndarray, right: np.ndarray, roots: np.ndarray) -> np.ndarray:
    """Node numbers in level order, for trees laid end to end with children numbered through."""
    level, found = roots, []
    while len(level):
        found.append(level)
        inner = level[left[level] >= 0]
        level = np.stack([left[inner], right[inner]], axis=1).ravel()
    return np.concatenate(found)


def by_level(levels: Levels, read: Callable[[np.ndarray], np.ndarray], index: np.ndarray) -> None:
    """Fill `index` at splits, level by level: `read` gets positions whose ancestors are filled already."""
    for start, end in zip(levels.bounds, levels.bounds[1:]):
        at = start + np.flatnonzero(levels.splits[start:end])
        if len(at):
            index[at] = read(at)
