"""A forest's trees in order and cut best-first: where rows end then, and the trees rebuilt with new leaf values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.prune.base import PruningRows
from optimizers.prune.ordering import one_hot, ordered
from optimizers.prune.private import LEAF, cut, levels, nodes_and_values
from optimizers.prune.refining import Lesson, indicator
from optimizers.prune.sizes import best_first, gains, some_rows

FEWEST_LEAVES = 64
FEWEST_TREES = 4
MOST_TEACHING = 40_000


@dataclass(frozen=True, eq=False)
class Seen:
    """Rows as the whole forest sees them: leaves (n_rows, n_trees), targets (n_rows, k), weights (n_rows, 1)."""

    at: np.ndarray
    truth: np.ndarray
    weight: np.ndarray

    def lesson(self, number: list[np.ndarray], members: np.ndarray, n_leaves: int) -> Lesson:
        """The same rows in cut trees: `number` maps each tree's nodes to leaves, counted through all trees."""
        at = np.stack([n[self.at[:, t]] for n, t in zip(number, members)], axis=1)
        return Lesson(indicator(at, n_leaves), free(self.truth), self.weight)


@dataclass(frozen=True, eq=False)
class Part:
    """Some trees, each cut: its nodes' ends, and what its leaves teach.

    Attributes
    ----------
    members : int array of shape (n_trees,)
    ends : list of (n_nodes,) int arrays
        The node at which a row ends that would have reached this one.
    values : ndarray of shape (n_leaves, k)
        Of all leaves of all trees, centred and scaled; k as in `free`.
    starts : int array of shape (n_trees,)
        The first leaf of each tree.
    fit, choose : Lesson
    """

    members: np.ndarray
    ends: list[np.ndarray]
    values: np.ndarray
    starts: np.ndarray
    fit: Lesson
    choose: Lesson


@dataclass(frozen=True, eq=False)
class CutForest:
    """A fitted forest, its trees in the order in which they serve it best.

    Attributes
    ----------
    shift, scale : float
        What makes a regressor's targets small numbers; 0 and 1 for a classifier.
    """

    forest: Any
    order: np.ndarray
    turns: list[np.ndarray]
    fit: Seen
    choose: Seen
    shift: float
    scale: float

    @classmethod
    def of(cls, forest: Any, rows: PruningRows, by: str, rng: np.random.Generator) -> CutForest:
        """Order the trees on the choosing rows, and see where all rows end."""
        classifies = hasattr(forest, "classes_")
        y = np.asarray(rows.y_fit, dtype=float) if not classifies else None
        shift, scale = (0.0, 1.0) if y is None else (float(y.mean()), float(y.std()) or 1.0)
        fit, choose = (
            seen(forest, *some_rows(X, y, rng, MOST_TEACHING), shift, scale)
            for X, y in ((rows.X_fit, rows.y_fit), (rows.X_choose, rows.y_choose))
        )
        leaf_values = [(member.tree_.value[:, 0, :] - shift) / scale for member in forest.estimators_]
        votes = np.stack([v[choose.at[:, t]] for t, v in enumerate(leaf_values)]).astype(np.float32)
        turns = [best_first(member.tree_, gains(member.tree_)) for member in forest.estimators_]
        return cls(forest, ordered(by, votes, choose.truth), turns, fit, choose, shift, scale)

    def part(self, n_trees: int, n_leaves: int) -> Part:
        """The first trees of the order, cut to at most so many leaves each."""
        members, ends, numbers, values, start = self.order[:n_trees], [], [], [], 0
        for t in members:
            tree = self.forest.estimators_[t].tree_
            end = ends_of(tree, self.turns[t] >= n_leaves - 1)
            leaves = np.unique(end[tree.children_left == LEAF])
            number = np.zeros(tree.node_count, dtype=np.int32)
            number[leaves] = np.arange(start, start + len(leaves))
            ends.append(end)
            numbers.append(number[end])
            values.append((free(tree.value[leaves, 0, :]) - self.shift) / self.scale)
            start += len(leaves)
        fit, choose = (rows.lesson(numbers, members, start) for rows in (self.fit, self.choose))
        starts = np.cumsum([0, *map(len, values)])[:-1]
        return Part(members, ends, np.concatenate(values), starts, fit, choose)

    def trees(self, part: Part, values: np.ndarray, like: Any = None) -> list[Any]:
        """The cut trees, rebuilt with these values, (n_leaves, n_classes), in their leaves."""
        found = []
        for t, end, start in zip(part.members, part.ends, part.starts):
            tree = self.forest.estimators_[t].tree_
            leaves = np.unique(end[tree.children_left == LEAF])
            is_leaf = np.zeros(tree.node_count, dtype=bool)
            is_leaf[leaves] = True
            every = nodes_and_values(tree)[1].copy() if like is None else np.zeros((tree.node_count, 1, 1))
            every[leaves, 0, :] = values[start : start + len(leaves)] * self.scale + self.shift
            found.append(cut(tree, is_leaf, every, like))
        return found

    def sizes(self, n_sizes: int, most_leaves: int) -> list[tuple[int, int]]:
        """(trees, leaves of each) from large to small.

        Of each size there are as many leaves as trees until the trees run out, and beside it few trees of as many
        leaves as are allowed: the better of the two where rows are few and classes many.
        """
        most_trees = len(self.order)
        largest = min(most_leaves, max(int(member.tree_.n_leaves) for member in self.forest.estimators_))
        every, found = most_trees * largest, {}
        for total in np.geomspace(every, min(FEWEST_LEAVES, every), n_sizes):
            even = min(max(2, round(max(np.sqrt(total), total / most_trees))), largest)
            for leaves in (even, largest) if total >= FEWEST_TREES * largest else (even,):
                found[max(1, min(most_trees, round(total / leaves))), leaves] = True
        return list(found)


def free(values: np.ndarray) -> np.ndarray:
    """Of two classes the second says it all: one column; else all of them."""
    return values[:, 1:] if values.shape[1] == 2 else values


def seen(forest: Any, X: Any, y: np.ndarray, shift: float, scale: float) -> Seen:
    from sklearn.utils.class_weight import compute_sample_weight

    kind = getattr(forest, "class_weight", None)
    weight = compute_sample_weight("balanced" if kind == "balanced_subsample" else kind, y)
    truth = (one_hot(forest, y) - np.float32(shift)) / np.float32(scale)
    return Seen(forest.apply(X), truth, weight.astype(np.float32)[:, None])


def ends_of(tree: Any, is_leaf: np.ndarray) -> np.ndarray:
    """The node at which a row now ends that would have passed each node; (n_nodes,)."""
    left, right, end = tree.children_left, tree.children_right, np.arange(tree.node_count)
    stopped = is_leaf.copy()
    for level in levels(left, right):
        inner = level[left[level] != LEAF]
        for child in (left[inner], right[inner]):
            end[child] = np.where(stopped[inner], end[inner], child)
            stopped[child] |= stopped[inner]
    return end
