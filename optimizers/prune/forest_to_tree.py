"""One tree that answers as a forest does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.ordering import one_hot
from optimizers.prune.private import classifying, cut, with_tree
from optimizers.prune.sizes import FORESTS, best_first, gains, n_leaves, sizes_down


@dataclass(frozen=True)
class ForestToTree(Prune):
    """Replace a forest by one tree that repeats it.

    A new tree is fitted, in part to the labels and in part to the forest's own answers (its probabilities, its
    values): on the teaching rows, and on rows that mix the columns of different teaching rows, so that the forest is
    asked between them too; these weigh as much as the teaching rows. The tree is then cut best-first. Every
    label says how faithful the tree is: the share of choosing rows on which it predicts what the forest predicts, or
    its R2 against the forest's values. `truth = 0` repeats the forest alone.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Breiman, Shang (1996). Born again trees. University of California, Berkeley.
    Vidal, Schiffer (2020). Born-again tree ensembles. ICML.
    """

    takes = FORESTS
    keeps_class: ClassVar[bool] = False

    n_sizes: int = param(8, 2, 30, "candidates", "Sizes from the largest tree down to two leaves.")
    most_leaves: int = param(64, 2, 4096, "leaves", "The largest tree that is tried.", log=True)
    truth: float = param(0.5, 0.0, 1.0, "", "How much of the target is the true label, on teaching rows.")
    n_mixed: int = param(10000, 0, 200000, "rows", "Mixed rows on which the forest is asked too.")
    mixing: float = param(0.2, 0.0, 1.0, "of the columns", "How many of a mixed row come from another row.")

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        taught = mixed(rows.X_fit, self.n_mixed, self.mixing, rng)
        largest = repeating(estimator, taught, rows.y_fit, self.truth, self.most_leaves)
        turn, seen = best_first(largest.tree_, gains(largest.tree_)), set()
        for size in sizes_down(int(largest.tree_.n_leaves), self.n_sizes, smallest=2):
            smaller = with_tree(largest, cut(largest.tree_, turn >= size - 1))
            if smaller.tree_.node_count not in seen:
                seen.add(smaller.tree_.node_count)
                yield f"{n_leaves(smaller.tree_)}, {faithfulness(estimator, smaller, rows.X_choose)}", smaller


def mixed(X: Any, n_mixed: int, share: float, rng: np.random.Generator) -> Any:
    """The rows, and more whose columns are in part those of other rows; a table stays a table."""
    given = X.toarray() if hasattr(X, "toarray") else np.asarray(X, dtype=float)
    rows, n_columns = rng.integers(len(given), size=n_mixed), given.shape[1]
    others = rng.integers(len(given), size=(n_mixed, n_columns))
    of = np.where(rng.random((n_mixed, n_columns)) < share, others, rows[:, None])
    every = np.vstack([given, given[of, np.arange(n_columns)]])
    return pd.DataFrame(every, columns=X.columns) if hasattr(X, "columns") else every


def repeating(forest: Any, X: Any, y: np.ndarray, truth: float, most_leaves: int) -> Any:
    """A tree fitted to a forest's answers; a classifier's is fitted to every probability, then made one.

    Parameters
    ----------
    X : table
        The rows of `y`, then any others.
    y : ndarray of shape (n_rows,)
        Labels or values; `truth` is their share in the targets of their rows.
    """
    from sklearn.tree import DecisionTreeRegressor

    classifies, n = hasattr(forest, "classes_"), len(y)
    targets = forest.predict_proba(X) if classifies else forest.predict(X).reshape(-1, 1)
    targets[:n] = (1 - truth) * targets[:n] + truth * one_hot(forest, y)
    weight = np.ones(len(targets))
    weight[n:] = n / max(1, len(targets) - n)
    fitted = DecisionTreeRegressor(max_leaf_nodes=most_leaves, random_state=0)
    fitted.fit(X, targets if classifies else targets.ravel(), sample_weight=weight)
    return classifying(fitted, forest.classes_) if classifies else fitted


def faithfulness(forest: Any, tree: Any, X: Any) -> str:
    said, wanted = tree.predict(X), forest.predict(X)
    if hasattr(forest, "classes_"):
        return f"{100 * np.mean(said == wanted):.1f} % as the forest"
    spread = np.var(wanted)
    return f"R2 {1 - np.mean((said - wanted) ** 2) / spread if spread else 1.0:.3f} to the forest"
