"""Regularizers of neighbours, networks, naive Bayes and discriminant analysis."""

from __future__ import annotations

from optimizers.regularize.regularizers import Regularizer

_NEIGHBOURS = (Regularizer("n_neighbors", +1, 1, 200, integer=True),)
_RADIUS = (Regularizer("radius", +1, 1e-2, 1e2),)
_SMOOTHING = (Regularizer("alpha", +1, 1e-6, 1e4),)
_NETWORK = (Regularizer("alpha", +1, 1e-5, 1e2), Regularizer("max_iter", -1, 1, 1000, integer=True))

TABLE: dict[str, tuple[Regularizer, ...]] = {
    "KNeighborsClassifier": _NEIGHBOURS,
    "KNeighborsRegressor": _NEIGHBOURS,
    "RadiusNeighborsRegressor": _RADIUS,
    "NearestCentroid": (Regularizer("shrink_threshold", +1, 0.05, 10, unlimited=True),),
    "MLPClassifier": _NETWORK,
    "MLPRegressor": _NETWORK,
    "GaussianNB": (Regularizer("var_smoothing", +1, 1e-9, 1e2),),
    "MultinomialNB": _SMOOTHING,
    "ComplementNB": _SMOOTHING,
    "BernoulliNB": _SMOOTHING,
    "CategoricalNB": _SMOOTHING,
    "LinearDiscriminantAnalysis": (
        Regularizer("shrinkage", +1, 0.0, 1.0, log=False, unlimited=True, when=(("solver", ("lsqr", "eigen")),)),
    ),
    "QuadraticDiscriminantAnalysis": (Regularizer("reg_param", +1, 0.0, 1.0, log=False),),
    "LabelSpreading": (Regularizer("alpha", +1, 0.01, 0.99, log=False),),
}
