"""Run a network in integers of eight bits."""

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

NETWORKS = ("MLPClassifier", "MLPRegressor")


@dataclass(frozen=True)
class Int8Onnx(Deploy):
    """Run a network with weights of eight bits.

    The network's ONNX file is narrowed by onnxruntime's own quantizer: weights to integers once, what they are
    multiplied with batch by batch, by the range that it spans there. So an answer depends a little on which rows
    are asked for together, and labels near the boundary flip: how many is counted on learning rows and on the
    judging rows. The file is about a quarter as large; wide layers are computed faster, narrow ones are not.

    References
    ----------
    Jacob et al. (2018). Quantization and training of neural networks for efficient integer-arithmetic-only inference.
    CVPR.
    """

    tolerance: float = param(0.1, 0.0, 1.0, "", "Largest difference of a probability or, in proportion, of a value.")
    most_changed: float = param(0.02, 0.0, 0.2, "of the rows", "Largest share of labels that may change.")

    def skip(self, model: Any) -> str:
        from optimizers.deploy.models.to_onnx import absent

        name = type(inside(model).estimator).__name__
        if name not in NETWORKS:
            return f"Eight bits pay for the matrix products of a network, such as MLPClassifier; this is a {name}."
        return absent()

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """One candidate, if few enough labels change.

        Raises
        ------
        ValueError
            If the model cannot be narrowed, or answers differ too much.
        """
        from optimizers.deploy.models.to_int8 import int8_model
        from optimizers.deploy.models.to_onnx import CannotConvert
        from optimizers.deploy.verify import verified

        try:
            export = int8_model(model, X)
        except CannotConvert as why:
            raise ValueError(f"Int8Onnx is not offered: {why}") from None
        seed = int(rng.integers(2**31))
        checked = verified(model, export, X, seed, tolerance=self.tolerance, most_changed=self.most_changed)
        if not checked.passed:
            raise ValueError(f"Int8Onnx is not offered. {checked.said}")
        yield Candidate("int8 ONNX", export)
