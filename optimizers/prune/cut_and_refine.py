"""A forest of few, small trees whose leaves work together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.cut_forest import CutForest
from optimizers.prune.ordering import ORDERS
from optimizers.prune.private import with_members, with_tree
from optimizers.prune.refining import Link, refined, stretched, unbounded
from optimizers.prune.sizes import FORESTS, n_trees


@dataclass(frozen=True)
class CutAndRefine(Prune):
    """Cut a forest's trees and refine their leaves together.

    The trees are put in order, the first ones are cut best-first to few leaves, and the values of all their
    leaves are refined together: least squared error of the forest's answer on the teaching rows, stopped where
    the choosing rows stop gaining.

    A classifier's leaf values may leave the unit interval by the factor `stretch`, so that trees can correct
    each other; then all are drawn together just so far that no probability can leave it. Labels and ranks are
    untouched by this, but the probabilities lie closer to equal shares than they should: `stretch = 1` keeps them
    calibrated, and CutAndSum keeps them calibrated and the accuracy too, in a model of another class. A
    `class_weight` of the forest weighs the rows here too. Rows that the forest was fitted on choose as well.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Ren, Cao, Wei, Sun (2015). Global refinement of random forest. CVPR.
    Buschjaeger, Morik (2021). Improving the accuracy-memory trade-off of random forests via leaf-refinement.
    """

    takes = FORESTS

    n_sizes: int = param(8, 1, 20, "candidates", "Sizes, each a fraction of the one before.")
    most_leaves: int = param(256, 2, 4096, "leaves a tree", "The largest trees that are tried.", log=True)
    stretch: float = param(4.0, 1.0, 32.0, "times", "How far leaf values may leave the unit interval.", log=True)
    by: str = param("brier", doc="What the order of a classifier's trees is made by.", choices=tuple(ORDERS))

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        forest = CutForest.of(estimator, rows, self.by, rng)
        classifies = hasattr(estimator, "classes_")
        bounded = partial(stretched, stretch=self.stretch) if classifies else unbounded
        for size, leaves in forest.sizes(self.n_sizes, self.most_leaves):
            part = forest.part(size, leaves)
            values = refined(part.values, part.fit, part.choose, Link(1 / size), bounded).astype(float)
            trees = forest.trees(part, drawn_together(values, part.starts) if classifies else values)
            members = [with_tree(estimator.estimators_[t], tree) for t, tree in zip(part.members, trees)]
            yield f"{n_trees(size)} of {leaves} leaves", with_members(estimator, members)


def drawn_together(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Leaf values drawn towards equal shares, just so far that no row whatsoever can leave [0, 1].

    Parameters
    ----------
    values : ndarray of shape (n_leaves, k)
        Rows sum to 1; one column is the second of two classes.
    starts : int array of shape (n_trees,)
        The first leaf of each tree.

    Returns
    -------
    ndarray of shape (n_leaves, n_classes)
    """
    values = np.hstack([1 - values, values]) if values.shape[1] == 1 else values
    share = 1 / values.shape[1]
    off = values - share
    most = np.maximum.reduceat(off, starts).mean(axis=0).max()
    least = np.minimum.reduceat(off, starts).mean(axis=0).min()
    return share + off / max(1.0, most / (1 - share), -least / share)
