"""Imports, before the first upload, every module that a model file may name."""

from __future__ import annotations

import contextlib
import importlib
import warnings

MODULES = (
    "numpy.random",
    "scipy.interpolate",
    "scipy.stats",
    "scipy.special",
    "sklearn.metrics",
    "sklearn.frozen",
    "sklearn.calibration",
    "sklearn.neighbors._kd_tree",
    "sklearn.neighbors._ball_tree",
    "sklearn.metrics._dist_metrics",
    "sklearn.ensemble._hist_gradient_boosting.predictor",
    "sklearn.cluster._bisect_k_means",
    "sklearn.neural_network._stochastic_optimizers",
    "sklearn.linear_model._sgd_fast",
    "sklearn._loss._loss",
    "sklearn.experimental.enable_halving_search_cv",
    "sklearn.experimental.enable_iterative_imputer",
    "sklearn.model_selection._search_successive_halving",
    "sklearn.impute._iterative",
    "sandbox.guard_onnx_model",
)
OPTIONAL = (
    "lightgbm",
    "xgboost",
    "onnx",
    "lz4.frame",
)  # onnxruntime would start a thread, and nothing may before a fork


def preload() -> None:
    """Import everything once, in the warm parent, before workers are forked."""
    from sklearn.utils import all_estimators

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        all_estimators()
        for module in MODULES:
            importlib.import_module(module)
        for module in OPTIONAL:
            with contextlib.suppress(Exception):  # an optional library that is not there, or is broken
                importlib.import_module(module)
    from sandbox.guard_classes import bases

    bases()
