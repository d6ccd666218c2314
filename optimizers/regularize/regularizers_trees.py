"""Regularizers of trees, forests and boosting."""

from __future__ import annotations

from optimizers.regularize.regularizers import Regularizer

_DEPTH = Regularizer("max_depth", -1, 1, 64, integer=True, unlimited=True)
_LEAF = Regularizer("min_samples_leaf", +1, 1, 200, integer=True)
_SPLIT = Regularizer("min_samples_split", +1, 2, 500, integer=True)
_LEAVES = Regularizer("max_leaf_nodes", -1, 2, 1000, integer=True, unlimited=True)
_CCP = Regularizer("ccp_alpha", +1, 1e-4, 0.2, of_impurity=True)
_IMPURITY = Regularizer("min_impurity_decrease", +1, 1e-4, 0.2, of_impurity=True)
_WEIGHT = Regularizer("min_weight_fraction_leaf", +1, 1e-3, 0.4)
_GROWTH = (_LEAF, _DEPTH, _LEAVES, _CCP, _SPLIT, _IMPURITY, _WEIGHT)
_FOREST = (
    *_GROWTH,
    Regularizer("max_samples", -1, 0.05, 0.7, unlimited=True, when=(("bootstrap", (True,)),)),
)
_RATE = Regularizer("learning_rate", -1, 1e-3, 1)
_GRADIENT = (
    Regularizer("n_estimators", -1, 1, 2000, integer=True),
    _RATE,
    *_GROWTH,
)
_HISTOGRAM = (
    Regularizer("max_iter", -1, 1, 2000, integer=True),
    _RATE,
    Regularizer("max_leaf_nodes", -1, 2, 255, integer=True, unlimited=True),
    _LEAF,
    _DEPTH,
    Regularizer("l2_regularization", +1, 1e-3, 1e3),
)
_BAGGING = (Regularizer("max_samples", -1, 0.01, 1),)

TABLE: dict[str, tuple[Regularizer, ...]] = {
    "DecisionTreeClassifier": _GROWTH,
    "DecisionTreeRegressor": _GROWTH,
    "ExtraTreeClassifier": _GROWTH,
    "ExtraTreeRegressor": _GROWTH,
    "RandomForestClassifier": _FOREST,
    "RandomForestRegressor": _FOREST,
    "ExtraTreesClassifier": _FOREST,
    "ExtraTreesRegressor": _FOREST,
    "GradientBoostingClassifier": _GRADIENT,
    "GradientBoostingRegressor": _GRADIENT,
    "HistGradientBoostingClassifier": _HISTOGRAM,
    "HistGradientBoostingRegressor": _HISTOGRAM,
    "AdaBoostClassifier": (Regularizer("n_estimators", -1, 1, 500, integer=True), _RATE),
    "AdaBoostRegressor": (Regularizer("n_estimators", -1, 1, 500, integer=True),),
    "BaggingClassifier": _BAGGING,
    "BaggingRegressor": _BAGGING,
}
