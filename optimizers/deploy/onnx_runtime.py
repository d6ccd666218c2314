"""Predict with ONNX Runtime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.deploy.base import Deploy
from optimizers.inside import inside
from optimizers.strategy import Candidate


@dataclass(frozen=True)
class OnnxRuntime(Deploy):
    """Predict from an ONNX file with its own runtime.

    The model is written by skl2onnx, in single precision, and run by onnxruntime in one thread, without
    scikit-learn. It is offered only if it answers as the original does: converters drop a tuned threshold and double
    the decision values of a binary discriminant. Votes of a forest are written so that they add up exactly: its ties
    go the way they go in scikit-learn. Converters also forget where trees send missing values: where the learning
    rows have none, such rows are then refused.
    Single rows are answered much faster; large batches of a big forest are not.

    References
    ----------
    ONNX Runtime developers (2021). ONNX Runtime. https://onnxruntime.ai
    """

    tolerance: float = param(1e-4, 0.0, 0.1, "", "Largest difference of a probability or, in proportion, of a value.")
    most_changed: float = param(0.0, 0.0, 0.05, "of the rows", "Largest share of labels that may change.")

    def skip(self, model: Any) -> str:
        from optimizers.deploy.models.to_onnx import absent

        if type(model).__name__.startswith("Onnx"):
            return "The model is an ONNX graph already."
        if not type(model).__module__.startswith("sklearn."):
            return f"OnnxRuntime converts scikit-learn's models; {type(model).__name__} is none of them."
        inner = type(inside(model).estimator).__name__
        if inner.startswith("HistGradientBoosting"):
            return (
                f"{inner} compares in double precision, trees of an ONNX file in single: rows beside a threshold would "
                "be answered otherwise; the direct predictor and treelite compare as it does."
            )
        return absent()

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """One candidate, if it is verified on learning rows.

        Raises
        ------
        ValueError
            If the model cannot be converted, or answers differ.
        """
        from optimizers.deploy.models.to_onnx import CannotConvert, onnx_model
        from optimizers.deploy.verify import verified

        try:
            export = onnx_model(model, X)
        except CannotConvert as why:
            raise ValueError(f"OnnxRuntime is not offered: {why}") from None
        seed = int(rng.integers(2**31))
        checked = verified(model, export, X, seed, tolerance=self.tolerance, most_changed=self.most_changed)
        if not checked.passed and not X.isna().any(axis=None):  # converters lose where trees send missing values
            export._refuses_missing = True
            checked = verified(model, export, X, seed, tolerance=self.tolerance, most_changed=self.most_changed)
        if not checked.passed:
            raise ValueError(f"OnnxRuntime is not offered. {checked.said}")
        yield Candidate("ONNX Runtime", export)
