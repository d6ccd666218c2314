"""The trees of histogram boosting as flat arrays: thresholds of doubles, sets of categories, missing values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optimizers.deploy.models.flat_trees import FlatTrees

N_CODES = 256  # categories of a column at most; one place more stands for a missing or unknown one


class HistTrees(FlatTrees):
    """Predictors of histogram boosting, walked all at once for few rows; the answers are their own, bit for bit.

    Parameters
    ----------
    trees : sequence of TreePredictor
        In the order in which they are added up.
    known : ndarray of shape (n_categorical_features, 8)
        Bit sets of the categories that were seen, as the model's bin mapper makes them.
    places : ndarray of shape (n_features,)
        The row of `known` of each categorical feature.
    """

    def __init__(self, trees: Sequence[Any], known: np.ndarray, places: np.ndarray) -> None:
        self.known, self.places = known, places
        super().__init__(trees)

    def _flatten(self) -> None:
        from optimizers.prune.private_histograms import check_nodes

        nodes = [tree.nodes for tree in self.trees]
        check_nodes(nodes[0])
        self.roots = np.cumsum([0, *(len(n) for n in nodes[:-1])]).astype(np.intp)
        self.depth = max(int(tree.get_max_depth()) for tree in self.trees)
        self._sets: list[np.ndarray] = []
        parts = [self._flat(tree) for tree in self.trees]
        self.first = np.concatenate([part["first"] + start for part, start in zip(parts, self.roots)])
        self.feature, self.threshold, self.missing_right, self.values, self.set_of = (
            np.concatenate([part[name] for part in parts])
            for name in ("feature", "threshold", "missing_right", "values", "set_of")
        )
        self.sets = np.array(self._sets, dtype=bool).reshape(-1, N_CODES + 1)
        del self._sets

    def _flat(self, tree: Any) -> dict[str, np.ndarray]:
        """The nodes with siblings side by side; a leaf leads to itself."""
        nodes = tree.nodes
        inner = np.flatnonzero(nodes["is_leaf"] == 0)
        place = np.zeros(len(nodes), dtype=np.intp)
        place[nodes["left"][inner]] = 1 + 2 * np.arange(len(inner))
        place[nodes["right"][inner]] = 2 + 2 * np.arange(len(inner))
        first, feature = np.arange(len(nodes)), np.zeros(len(nodes), dtype=np.intp)
        threshold, missing_right = np.full(len(nodes), np.inf), np.zeros(len(nodes), dtype=bool)
        set_of, values = np.full(len(nodes), -1), np.empty((len(nodes), 1))
        at = place[inner]
        first[at], feature[at] = place[nodes["left"][inner]], nodes["feature_idx"][inner]
        threshold[at] = nodes["num_threshold"][inner]
        missing_right[at] = nodes["missing_go_to_left"][inner] == 0
        for i in inner[nodes["is_categorical"][inner] == 1]:
            set_of[place[i]] = len(self._sets)
            self._sets.append(self._goes_right(tree, nodes[i]))
        values[place, 0] = nodes["value"]
        return {
            "first": first, "feature": feature, "threshold": threshold, "missing_right": missing_right,
            "set_of": set_of, "values": values,
        }  # fmt: skip

    def _goes_right(self, tree: Any, node: Any) -> np.ndarray:
        """For each category, and for a missing one, whether it goes right: those that nobody knows count as missing."""
        left = bits(tree.raw_left_cat_bitsets[node["bitset_idx"]])
        known = bits(self.known[self.places[node["feature_idx"]]])
        missing = not node["missing_go_to_left"]
        return np.append(np.where(left, False, np.where(known, True, missing)), missing)

    def __getstate__(self) -> dict:
        return {"trees": self.trees, "known": self.known, "places": self.places}

    def __setstate__(self, state: dict) -> None:
        self.known, self.places = state["known"], state["places"]
        super().__setstate__(state)

    def goes_right(self, value: np.ndarray, node: np.ndarray, missing: bool) -> np.ndarray:
        """The same, by sets at splits on categories."""
        right = super().goes_right(value, node, missing)
        if not len(self.sets):
            return right
        asked = self.set_of.take(node)
        code = np.where((value >= 0) & (value < N_CODES), value, N_CODES).astype(np.intp)
        return np.where(asked >= 0, self.sets[asked, code], right)

    def staged(self, X: np.ndarray, start: np.ndarray, rate: float = 1.0) -> np.ndarray:
        """Trees added up stage by stage to where they start: (n_rows, n_outputs), column by column in memory."""
        if self.walks(len(X)):
            return np.asfortranarray(super().staged(X, start, rate))
        from sklearn.utils._openmp_helpers import _openmp_effective_n_threads

        n_threads, n = _openmp_effective_n_threads(), len(start)
        total = np.zeros((len(X), n), order="F")
        total += start
        for i, tree in enumerate(self.trees):
            total[:, i % n] += tree.predict(X, self.known, self.places, n_threads)
        return total


def bits(words: np.ndarray) -> np.ndarray:
    """256 truth values of eight words of 32 bits."""
    shifts = np.arange(32, dtype=np.uint32)
    return ((np.asarray(words, dtype=np.uint32)[:, None] >> shifts) & 1).astype(bool).ravel()
