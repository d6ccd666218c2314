"""Which structural check belongs to which class: before its state is set, and once the model is whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sandbox import guard_boosters, guard_ensembles, guard_neighbours, guard_svm, guard_trees
from sandbox.guard_words import damaged, reads_files

Rules = dict[str, Callable[..., None]]

BEFORE: Rules = {
    "sklearn.tree._tree.Tree": guard_trees.check_tree_state,
    "sklearn.neighbors._kd_tree.BinaryTree64": guard_neighbours.check_search_tree_state,
    "sklearn.neighbors._kd_tree.BinaryTree32": guard_neighbours.check_search_tree_state,
    "sklearn.neighbors._ball_tree.BinaryTree64": guard_neighbours.check_search_tree_state,
    "sklearn.neighbors._ball_tree.BinaryTree32": guard_neighbours.check_search_tree_state,
    "sklearn.metrics._dist_metrics.DistanceMetric64": guard_neighbours.check_metric_state,
    "sklearn.metrics._dist_metrics.DistanceMetric32": guard_neighbours.check_metric_state,
    "lightgbm.basic.Booster": guard_boosters.check_lightgbm_state,
    "xgboost.core.Booster": guard_boosters.check_xgboost_state,
}


def check_sparse(matrix: Any) -> None:
    """Every index of a sparse matrix lies inside it."""
    try:
        matrix.check_format(full_check=True)
    except ValueError as error:
        raise damaged(f"a sparse matrix: {error}") from None


def check_spline(spline: Any) -> None:
    """Knots, coefficients and degree fit each other: a new spline made of them says so."""
    type(spline)(spline.t, spline.c, spline.k, extrapolate=spline.extrapolate)


def check_vectorizer(vectorizer: Any) -> None:
    """A text vectorizer reads texts, not files that the texts name."""
    source = vars(vectorizer).get("input", "content")
    if type(source) is not str or source != "content":
        raise reads_files(f"{type(vectorizer).__name__} with input={source!r}")


WHOLE: Rules = {
    "sklearn.tree._classes.BaseDecisionTree": guard_ensembles.check_decision_tree,
    "sklearn.ensemble._forest.BaseForest": guard_ensembles.check_tree_ensemble,
    "sklearn.ensemble._iforest.IsolationForest": guard_ensembles.check_tree_ensemble,
    "sklearn.ensemble._gb.BaseGradientBoosting": guard_ensembles.check_tree_ensemble,
    "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.BaseHistGradientBoosting": (
        guard_ensembles.check_hist_boosting
    ),
    "sklearn.neighbors._kd_tree.BinaryTree64": guard_neighbours.check_search_tree,
    "sklearn.neighbors._kd_tree.BinaryTree32": guard_neighbours.check_search_tree,
    "sklearn.neighbors._ball_tree.BinaryTree64": guard_neighbours.check_search_tree,
    "sklearn.neighbors._ball_tree.BinaryTree32": guard_neighbours.check_search_tree,
    "sklearn.neighbors._base.NeighborsBase": guard_neighbours.check_labels,
    "sklearn.svm._base.BaseLibSVM": guard_svm.check_svm,
    "scipy.sparse._compressed._cs_matrix": check_sparse,
    "scipy.interpolate._bsplines.BSpline": check_spline,
    "sklearn.feature_extraction.text._VectorizerMixin": check_vectorizer,
    "xgboost.core.Booster": guard_boosters.check_xgboost,
}
# these run the model, so only after every other check has passed
PROBES: Rules = {"sklearn.ensemble._gb.BaseGradientBoosting": guard_ensembles.check_boosting}


def rules_for(rules: Rules, kind: type) -> tuple[Callable[..., None], ...]:
    """The checks of a class and of all its bases."""
    return _rules_for(id(rules), kind)


@lru_cache(maxsize=10_000)
def _rules_for(which: int, kind: type) -> tuple[Callable[..., None], ...]:
    rules = next(r for r in (BEFORE, WHOLE, PROBES) if id(r) == which)
    names = (f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__)
    return tuple(rules[name] for name in names if name in rules)
