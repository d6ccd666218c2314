"""Trees, forests and boosting of the corpus."""

from __future__ import annotations

import numpy as np
import sklearn
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier

from tests.corpus.worlds import NUMBER, POSITIVE, THREE, TWO, target, three, two

VERSION = tuple(int(n) for n in sklearn.__version__.split(".")[:2])
FEW = {"n_estimators": 4, "max_depth": 3, "random_state": 0}
BOOST = {"n_estimators": 4, "max_depth": 2, "random_state": 0}
HIST = {"max_iter": 3, "max_leaf_nodes": 5, "min_samples_leaf": 4, "random_state": 0}


def trees():
    """(name, a function that makes the model, input, target or None, and then y itself)."""
    weighted = {0: 1.0, 1: 2.5}
    both = np.column_stack([two(), (three() == "mid").astype(int) * 2])
    numbers = np.column_stack([target(), target() ** 2])
    yield "tree_classifier", lambda: DecisionTreeClassifier(max_depth=4, random_state=0), *THREE
    yield (
        "tree_weighted",
        lambda: DecisionTreeClassifier(max_depth=4, class_weight=weighted, random_state=0),
        "numbers",
        "two",
    )
    yield "tree_two_outputs", lambda: DecisionTreeClassifier(max_depth=3, random_state=0), "numbers", "", both
    yield (
        "tree_entropy",
        lambda: DecisionTreeClassifier(max_depth=4, criterion="entropy", ccp_alpha=0.01, random_state=0),
        "numbers",
        "three",
    )
    yield "extra_tree", lambda: ExtraTreeClassifier(max_depth=4, random_state=0), *THREE
    yield "tree_regressor", lambda: DecisionTreeRegressor(max_depth=4, random_state=0), *NUMBER
    yield "tree_two_numbers", lambda: DecisionTreeRegressor(max_depth=3, random_state=0), "numbers", "", numbers
    yield "forest_classifier", lambda: RandomForestClassifier(**FEW), *THREE
    yield (
        "forest_unbounded",
        lambda: RandomForestClassifier(n_estimators=4, class_weight="balanced", random_state=0),
        "numbers",
        "two",
    )
    yield "forest_regressor", lambda: RandomForestRegressor(**FEW, oob_score=True, bootstrap=True), *NUMBER
    yield "extra_trees_classifier", lambda: ExtraTreesClassifier(**FEW), *TWO
    yield "extra_trees_regressor", lambda: ExtraTreesRegressor(**FEW), *NUMBER


def boosting():
    """The same for boosting and bagging."""
    yield "boosting_three", lambda: GradientBoostingClassifier(**BOOST), *THREE
    yield "boosting_two", lambda: GradientBoostingClassifier(**BOOST, subsample=0.8), *TWO
    yield "boosting_exponential", lambda: GradientBoostingClassifier(**BOOST, loss="exponential"), *TWO
    yield "boosting_from_zero", lambda: GradientBoostingClassifier(**BOOST, init="zero"), *THREE
    yield "boosting_regressor", lambda: GradientBoostingRegressor(**BOOST), *NUMBER
    yield "boosting_huber", lambda: GradientBoostingRegressor(**BOOST, loss="huber"), *NUMBER
    yield (
        "boosting_quantile",
        lambda: GradientBoostingRegressor(**BOOST, loss="quantile", alpha=0.7),
        "numbers",
        "target",
    )
    yield "boosting_absolute", lambda: GradientBoostingRegressor(**BOOST, loss="absolute_error"), *NUMBER
    yield (
        "boosting_after_neighbours",
        lambda: GradientBoostingRegressor(**BOOST, init=KNeighborsRegressor()),
        "numbers",
        "target",
    )
    yield "boosting_stopped", lambda: GradientBoostingClassifier(**BOOST, n_iter_no_change=3), *TWO
    yield "hist_three", lambda: HistGradientBoostingClassifier(**HIST), *THREE
    yield "hist_two", lambda: HistGradientBoostingClassifier(**HIST), *TWO
    yield "hist_missing", lambda: HistGradientBoostingClassifier(**HIST), "holes", "two"
    yield "hist_categories", lambda: HistGradientBoostingClassifier(**HIST, categorical_features=[0, 1]), "codes", "two"
    yield "hist_regressor", lambda: HistGradientBoostingRegressor(**HIST), "holes", "target"
    yield (
        "hist_categories_numbers",
        lambda: HistGradientBoostingRegressor(**HIST, categorical_features=[True, False, True, False]),
        "codes",
        "target",
    )
    yield "hist_poisson", lambda: HistGradientBoostingRegressor(**HIST, loss="poisson"), *POSITIVE
    yield "hist_absolute", lambda: HistGradientBoostingRegressor(**HIST, loss="absolute_error"), *NUMBER
    yield "hist_stopped", lambda: HistGradientBoostingClassifier(**HIST, early_stopping=True), *TWO
    yield (
        "hist_monotone",
        lambda: HistGradientBoostingRegressor(**HIST, monotonic_cst=[1, 0, -1, 0]),
        "numbers",
        "target",
    )
    if VERSION >= (1, 1):
        yield (
            "hist_quantile",
            lambda: HistGradientBoostingRegressor(**HIST, loss="quantile", quantile=0.8),
            "numbers",
            "target",
        )
    if VERSION >= (1, 3):
        yield "hist_gamma", lambda: HistGradientBoostingRegressor(**HIST, loss="gamma"), *POSITIVE
        yield "tree_missing", lambda: DecisionTreeClassifier(max_depth=4, random_state=0), "holes", "two"
    if VERSION >= (1, 4):
        yield "forest_missing", lambda: RandomForestRegressor(**FEW), "holes", "target"
    if VERSION < (1, 6):
        yield "adaboost_real", lambda: AdaBoostClassifier(n_estimators=4, random_state=0), *THREE
    samme = {"algorithm": "SAMME"} if VERSION < (1, 6) else {}
    yield "adaboost", lambda: AdaBoostClassifier(n_estimators=4, random_state=0, **samme), *THREE
    yield "adaboost_regressor", lambda: AdaBoostRegressor(n_estimators=4, random_state=0), *NUMBER
    yield (
        "bagging_classifier",
        lambda: BaggingClassifier(n_estimators=4, max_features=3, random_state=0),
        "numbers",
        "three",
    )
    yield (
        "bagging_neighbours",
        lambda: BaggingRegressor(KNeighborsRegressor(3), n_estimators=3, random_state=0),
        "numbers",
        "target",
    )
