"""A boosted model's stages in order and cut best-first: where rows end then, and how the leaves begin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from optimizers.prune.apart import Apart
from optimizers.prune.base import PruningRows
from optimizers.prune.boosted_trees import BoostedTree, ends, margin_before, rebuilt, trees_of
from optimizers.prune.cut_forest import ends_of, free
from optimizers.prune.ordering import one_hot
from optimizers.prune.private import LEAF
from optimizers.prune.refining import Link
from optimizers.prune.sizes import best_first, some_rows
from optimizers.prune.stage_order import by_gain, stagewise

MOST_TEACHING = 20_000
FEWEST_LEAVES = 16


@dataclass(frozen=True, eq=False)
class Seen:
    """Rows as the whole model sees them.

    Attributes
    ----------
    at : int array of shape (n_rows, n_stages, k)
    truth, before : ndarray of shape (n_rows, k)
        What the margins should answer, and the margins before the first stage.
    weight : ndarray of shape (n_rows, 1)
    """

    at: np.ndarray
    truth: np.ndarray
    before: np.ndarray
    weight: np.ndarray

    def lesson(self, stages: list[int], cuts: list[list[Cut]]) -> Apart:
        """The same rows in cut trees, the leaves counted through all trees of a column."""
        found = []
        for k in range(self.at.shape[2]):
            start, columns = 0, []
            for s, cut in zip(stages, cuts):
                columns.append(start + np.searchsorted(cut[k].leaves, cut[k].end[self.at[:, s, k]]))
                start += len(cut[k].leaves)
            found.append((np.stack(columns, axis=1).astype(np.int32), start))
        return Apart.of(found, self.truth, self.weight, self.before)


class Cut(NamedTuple):
    """A cut tree: the node at which a row ends that would have reached each node, and its leaves."""

    end: np.ndarray
    leaves: np.ndarray


@dataclass(frozen=True, eq=False)
class Part:
    """Some stages, each tree cut.

    Attributes
    ----------
    stages : list of int
    cuts : list of list of Cut
        By stage, then by column of the margin.
    values : ndarray of shape (n_leaves, 1)
        Of all leaves: column by column, then stage by stage.
    fit, choose : Apart
    """

    stages: list[int]
    cuts: list[list[Cut]]
    values: np.ndarray
    fit: Apart
    choose: Apart


@dataclass(frozen=True, eq=False)
class CutBoosting:
    """A fitted boosted model, its stages in the order in which they serve it best.

    Attributes
    ----------
    scale : float
        What makes a regressor's targets small numbers; 1 for a classifier.
    """

    model: Any
    trees: list[list[BoostedTree]]
    turns: list[list[np.ndarray]]
    order: np.ndarray
    fit: Seen
    choose: Seen
    link: Link
    scale: float

    @classmethod
    def of(cls, model: Any, rows: PruningRows, by: str, rng: np.random.Generator) -> CutBoosting:
        """See where all rows end, and put the stages in order by the teaching rows."""
        classifies, trees = hasattr(model, "classes_"), trees_of(model)
        scale = 1.0 if classifies else float(np.std(np.asarray(rows.y_fit, dtype=float))) or 1.0
        fit, choose = (
            seen(model, *some_rows(X, y, rng, MOST_TEACHING), scale)
            for X, y in ((rows.X_fit, rows.y_fit), (rows.X_choose, rows.y_choose))
        )
        link = Link(1.0, curved=classifies)
        turns = [[best_first(tree, tree.gain) for tree in stage] for stage in trees]
        found = cls(model, trees, turns, np.arange(len(trees)), fit, choose, link, scale)
        return found if by == "first" else found.ordered()

    def ordered(self) -> CutBoosting:
        """The same with each stage placed where it gains most."""
        whole = self.part(len(self.trees), max(tree.n_leaves for stage in self.trees for tree in stage))
        order = by_gain(whole.fit, sizes_of(whole.cuts), self.link)
        return replace(self, order=order)

    def part(self, n_stages: int, n_leaves: int) -> Part:
        """The first stages of the order, each tree cut to at most so many leaves."""
        stages = np.sort(self.order[:n_stages]).tolist()
        cuts = [[cut_tree(*of, n_leaves) for of in zip(self.trees[s], self.turns[s])] for s in stages]
        fit, choose = (rows.lesson(stages, cuts) for rows in (self.fit, self.choose))
        columns = range(len(self.trees[0]))
        old = np.concatenate([self.trees[s][k].value[cut[k].leaves] for k in columns for s, cut in zip(stages, cuts)])
        starts = [old[:, None] / self.scale, stagewise(fit, sizes_of(cuts), self.link)]
        begun = min(starts, key=lambda values: choose.loss(values.astype(np.float32), self.link))
        return Part(stages, cuts, begun, fit, choose)

    def rebuilt(self, part: Part, values: np.ndarray) -> Any:
        """The model of these stages, with these leaf values."""
        is_leaf: list[list] = [[] for _ in part.stages]
        margins: list[list] = [[] for _ in part.stages]
        start = 0
        for k in range(len(self.trees[0])):
            for i, cuts in enumerate(part.cuts):
                end, leaves = cuts[k]
                every, stops = np.zeros(len(end)), np.zeros(len(end), dtype=bool)
                every[leaves] = self.scale * values[start : start + len(leaves), 0]
                stops[leaves] = True
                start += len(leaves)
                is_leaf[i].append(stops)
                margins[i].append(every)
        return rebuilt(self.model, part.stages, is_leaf, margins)

    def sizes(self, n_sizes: int) -> list[tuple[int, int]]:
        """(stages, leaves of each tree) from large to small: few whole trees, and more that are cut to half."""
        largest = max(tree.n_leaves for stage in self.trees for tree in stage)
        every, found = len(self.trees) * largest, {}
        for total in np.geomspace(every, min(FEWEST_LEAVES, every), n_sizes):
            for leaves in (largest, max(2, round(largest / 2))):
                if total >= leaves and round(total / leaves) <= len(self.trees):
                    found[round(total / leaves), leaves] = True
        return list(found)


def cut_tree(tree: BoostedTree, turn: np.ndarray, n_leaves: int) -> Cut:
    end = ends_of(tree, turn >= n_leaves - 1)
    return Cut(end, np.unique(end[tree.children_left == LEAF]))


def sizes_of(cuts: list[list[Cut]]) -> list[list[int]]:
    """Leaves of each tree, by column, then by stage."""
    return [[len(cut[k].leaves) for cut in cuts] for k in range(len(cuts[0]))]


def seen(model: Any, X: Any, y: np.ndarray, scale: float) -> Seen:
    from sklearn.utils.class_weight import compute_sample_weight

    weight = compute_sample_weight(getattr(model, "class_weight", None), y).astype(np.float32)[:, None]
    truth, before = free(one_hot(model, y)), margin_before(model, X)
    return Seen(ends(model, X), (truth / scale).astype(np.float32), (before / scale).astype(np.float32), weight)
