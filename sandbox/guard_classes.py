"""Which classes a model may be made of: scikit-learn's estimators by rule, their inner parts by name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import sklearn.base

PACKAGES = {"sklearn": None, "lightgbm": {"lightgbm.sklearn"}, "xgboost": {"xgboost.sklearn"}}
DENIED_MODULES = re.compile(r"(^|\.)(tests?|testing|_testing|conftest|externals|datasets|experimental)(\.|$)")

PARTS = {
    "sklearn._loss.link": "Interval",
    "sklearn.calibration": "_CalibratedClassifier _SigmoidCalibration",
    "sklearn.cluster._birch": "_CFNode _CFSubcluster",
    "sklearn.cluster._bisect_k_means": "_BisectingTree",
    "sklearn.compose._column_transformer": "make_column_selector",
    "sklearn.ensemble._hist_gradient_boosting.predictor": "TreePredictor",
    "sklearn.linear_model._sgd_fast": "Hinge SquaredHinge ModifiedHuber EpsilonInsensitive SquaredEpsilonInsensitive"
    " Huber Log SquaredLoss",
    "sklearn.metrics._scorer": "_PassthroughScorer _MultimetricScorer",
    "sklearn.neighbors._kd_tree": "KDTree KDTree64 KDTree32",
    "sklearn.neighbors._ball_tree": "BallTree BallTree64 BallTree32",
    "sklearn.tree._tree": "Tree",
    "sklearn.utils._bunch": "Bunch",
    "sklearn.utils._metadata_requests": "MetadataRequest MethodMetadataRequest",
    "scipy.interpolate._bsplines": "BSpline",
    "scipy.interpolate._interpolate": "interp1d",
    "scipy.sparse._csr": "csr_matrix csr_array",
    "scipy.sparse._csc": "csc_matrix csc_array",
    "lightgbm.basic": "Booster",
    "xgboost.core": "Booster",
    "numpy.random._mt19937": "MT19937",
    "numpy.random._pcg64": "PCG64 PCG64DXSM",
    "numpy.random._philox": "Philox",
    "numpy.random._sfc64": "SFC64",
    "numpy.random.bit_generator": "SeedSequence",
    "numpy.ma": "MaskedArray",
    "numpy.ma.core": "MaskedArray",
}
EXACT = {(module, name) for module, names in PARTS.items() for name in names.split()}


@cache
def bases() -> tuple[type, ...]:
    """A class of the packages above is admitted when it descends from one of these."""
    from sklearn._loss import _loss
    from sklearn._loss.link import BaseLink
    from sklearn._loss.loss import BaseLoss
    from sklearn.gaussian_process.kernels import Kernel
    from sklearn.metrics._dist_metrics import DistanceMetric, DistanceMetric32
    from sklearn.metrics._scorer import _BaseScorer
    from sklearn.model_selection._split import BaseCrossValidator, BaseShuffleSplit, _RepeatedSplits
    from sklearn.neural_network._stochastic_optimizers import BaseOptimizer

    splits = (BaseCrossValidator, BaseShuffleSplit, _RepeatedSplits)
    losses = (BaseLoss, BaseLink, _loss.CyLossFunction, _loss.CyHalfMultinomialLoss)
    return (
        sklearn.base.BaseEstimator,
        Kernel,
        *splits,
        *losses,
        DistanceMetric,
        DistanceMetric32,
        BaseOptimizer,
        _BaseScorer,
    )


@cache
def admitted(cls: Any) -> bool:
    """Whether objects of that class may be made."""
    module, name = cls.__module__, cls.__qualname__
    if (module, name) in EXACT:
        return True
    package = module.partition(".")[0]
    if package not in PACKAGES or "PyFunc" in name or DENIED_MODULES.search(module):
        return False
    modules = PACKAGES[package]
    return (modules is None or module in modules) and issubclass(cls, bases())
