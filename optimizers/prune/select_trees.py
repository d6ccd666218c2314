"""A forest without the trees that it can do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.ordering import ORDERS, answers, one_hot, ordered
from optimizers.prune.private import nodes_and_values, tree_of, with_members, with_tree
from optimizers.prune.sizes import FORESTS, n_trees, sizes_down, some_rows

MOST_ROWS = 3000


@dataclass(frozen=True)
class SelectTrees(Prune):
    """Keep the trees that serve a forest best.

    The trees are put in order on the choosing rows, each where the ones before it are weak, and the
    first ones are kept as they are. With weights, the kept trees get non-negative weights of least squared
    error, folded into their leaf values: the mean of the trees is then the weighted mean. Rows that the forest was
    fitted on choose less well, since every tree is right on its own bootstrap rows.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Martinez-Munoz, Hernandez-Lobato, Suarez (2009). An analysis of ensemble pruning techniques based on
    ordered aggregation. IEEE Transactions on Pattern Analysis and Machine Intelligence 31.
    """

    takes = FORESTS

    by: str = param("brier", doc="What the order of a classifier's trees is made by.", choices=tuple(ORDERS))
    weights: bool = param(False, doc="Weigh the kept trees; those of weight zero go.")
    n_sizes: int = param(8, 2, 50, "candidates", "Sizes from the whole forest down to one tree.")

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        X, y = some_rows(rows.X_choose, rows.y_choose, rng, MOST_ROWS)
        votes, truth = answers(estimator, X), one_hot(estimator, y)
        order, seen = ordered(self.by, votes, truth), set()
        for size in sizes_down(len(order), self.n_sizes):
            kept = order[:size]
            weight = weights(votes[kept], truth) if self.weights else np.ones(size)
            smaller = weighted(estimator, kept[weight > 0], weight[weight > 0])
            if len(smaller.estimators_) not in seen:
                seen.add(len(smaller.estimators_))
                yield n_trees(len(smaller.estimators_)), smaller


def weights(votes: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Non-negative weights of mean 1 and least squared error of the weighted mean, (n_trees,).

    A hundredth of the trees' mean squared error pulls towards equal weights: alike trees share theirs.
    """
    from scipy.optimize import nnls

    error = (votes - truth).reshape(len(votes), -1).astype(float)
    products = error @ error.T
    products += np.eye(len(votes)) * (0.01 * products.trace() / len(votes) + 1e-12)
    root = np.linalg.cholesky(products).T
    found, _ = nnls(root, np.linalg.solve(root.T, np.ones(len(votes))))
    return found / found.sum() * (found > 0).sum()


def weighted(forest: Any, kept: np.ndarray, weight: np.ndarray) -> Any:
    """The forest of these trees, their weights (of mean 1) folded into the leaf values."""
    members = [forest.estimators_[t] for t in kept]
    if not np.all(weight == 1):
        members = [times(member, w) for member, w in zip(members, weight)]
    return with_members(forest, members)


def times(member: Any, weight: float) -> Any:
    nodes, values = nodes_and_values(member.tree_)
    return with_tree(member, tree_of(member.tree_, nodes, values * weight))
