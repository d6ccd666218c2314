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

OTHERS = ((0.5, 0.2), (1.0, 1.0), (1.0, 0.05))


@dataclass(frozen=True)
class ForestToTree(Prune):
    """Replace a forest by one tree that repeats it.

    A new tree is fitted, in part to the labels and in part to the forest's own answers (its probabilities, its
    values): on the teaching rows, and on rows that mix the columns of different teaching rows, so that the forest is
    asked between them too (there its labels count, not its doubts: that is more faithful). With `tuned`, the choosing
    rows say whether labels alone, or less of the mixed rows, serve better; the tree that is given is then fitted on
    teaching and choosing rows, and cut best-first. Every label says how faithful such a tree is, fitted without the
    choosing rows and asked about them: the share on which it predicts what the forest predicts, or its R2 against the
    forest's values. `truth = 0` without `tuned` repeats the forest alone.

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
    tuned: bool = param(True, doc="Try labels alone and less of the mixed rows too; the choosing rows decide.")
    mixing: float = param(0.2, 0.0, 1.0, "of the columns", "How many of a mixed row come from another row.")

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        seed = int(rng.integers(2**31))
        sizes = sizes_down(self.most_leaves, self.n_sizes, smallest=2)

        def path(X: Any, y: np.ndarray, recipe: tuple[float, float]) -> list[Any]:
            taught = mixed(X, self.n_mixed, self.mixing, np.random.default_rng(seed))
            return cuts(repeating(estimator, taught, y, *recipe, self.most_leaves), sizes)

        tried = [path(rows.X_fit, rows.y_fit, recipe) for recipe in self.recipes()]
        scores = [np.mean([tree.score(rows.X_choose, rows.y_choose) for tree in trees]) for trees in tried]
        best = int(np.argmax(scores))
        given = path(joined(rows.X_fit, rows.X_choose), np.r_[rows.y_fit, rows.y_choose], self.recipes()[best])
        seen = set()
        for tree, before in zip(given, tried[best]):
            if tree.tree_.node_count not in seen:
                seen.add(tree.tree_.node_count)
                yield f"{n_leaves(tree.tree_)}, {faithfulness(estimator, before, rows.X_choose)}", tree

    def recipes(self) -> list[tuple[float, float]]:
        """Shares of the label in a row's target, and weights of all mixed rows against all true ones."""
        return [(self.truth, 1.0), *(OTHERS if self.tuned else ())]


def cuts(largest: Any, sizes: list[int]) -> list[Any]:
    """The tree cut best-first to so many leaves each."""
    turn = best_first(largest.tree_, gains(largest.tree_))
    return [with_tree(largest, cut(largest.tree_, turn >= size - 1)) for size in sizes]


def joined(first: Any, second: Any) -> Any:
    """The rows of two tables of a kind, one below the other."""
    if hasattr(first, "iloc"):
        return pd.concat([first, second])
    return np.vstack([X.toarray() if hasattr(X, "toarray") else X for X in (first, second)])


def mixed(X: Any, n_mixed: int, share: float, rng: np.random.Generator) -> Any:
    """The rows, and more whose columns are in part those of other rows; a table stays a table."""
    given = X.toarray() if hasattr(X, "toarray") else np.asarray(X, dtype=float)
    rows, n_columns = rng.integers(len(given), size=n_mixed), given.shape[1]
    others = rng.integers(len(given), size=(n_mixed, n_columns))
    of = np.where(rng.random((n_mixed, n_columns)) < share, others, rows[:, None])
    every = np.vstack([given, given[of, np.arange(n_columns)]])
    return pd.DataFrame(every, columns=X.columns) if hasattr(X, "columns") else every


def repeating(forest: Any, X: Any, y: np.ndarray, truth: float, mixed_weight: float, most_leaves: int) -> Any:
    """A tree fitted to a forest's answers; a classifier's is fitted to every probability, then made one.

    Parameters
    ----------
    X : table
        The rows of `y`, then any others, which weigh `mixed_weight` times as much together.
    y : ndarray of shape (n_rows,)
        Labels or values; `truth` is their share in the targets of their rows.
    """
    from sklearn.tree import DecisionTreeRegressor

    classifies, n = hasattr(forest, "classes_"), len(y)
    targets = forest.predict_proba(X) if classifies else forest.predict(X).reshape(-1, 1)
    targets[:n] = (1 - truth) * targets[:n] + truth * one_hot(forest, y)
    if classifies:
        targets[n:] = targets[n:] == targets[n:].max(axis=1, keepdims=True)
    weight = np.ones(len(targets))
    weight[n:] = mixed_weight * n / max(1, len(targets) - n)
    fitted = DecisionTreeRegressor(max_leaf_nodes=most_leaves, random_state=0)
    fitted.fit(X, targets if classifies else targets.ravel(), sample_weight=weight)
    return classifying(fitted, forest.classes_) if classifies else fitted


def faithfulness(forest: Any, tree: Any, X: Any) -> str:
    said, wanted = tree.predict(X), forest.predict(X)
    if hasattr(forest, "classes_"):
        return f"{100 * np.mean(said == wanted):.1f} % as the forest"
    spread = np.var(wanted)
    return f"R2 {1 - np.mean((said - wanted) ** 2) / spread if spread else 1.0:.3f} to the forest"
