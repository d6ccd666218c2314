"""Predict from a model's own arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.base import Deploy
from optimizers.deploy.models.read import CannotRead, read
from optimizers.inside import inside
from optimizers.strategy import Candidate

LAST_DIGITS = 1e-12  # a matrix product may add up in another order


@dataclass(frozen=True)
class DirectPredictor(Deploy):
    """Predict from the arrays, without the checks of each call.

    Most of what a single row costs in scikit-learn is not the model but what surrounds it: checking the input,
    the parameters, the columns, starting a parallel loop. Here a row is walked down all trees of a forest or a
    booster at once, a linear model is one matrix product and a network a few, and many rows go to the compiled trees
    directly. Trees answer as the original does bit for bit, matrix products to the last digits of their sums.
    Scalers, imputers and encoders before the model, also by column, are done in the same arithmetic; behind other
    preprocessing the model alone is replaced. It is offered only if learning rows, and harder ones made of them,
    are answered so.

    References
    ----------
    Asadi, Lin, de Vries (2014). Runtime optimizations for tree-based machine learning models. IEEE TKDE 26.
    """

    def skip(self, model: Any) -> str:
        try:
            direct(model)
        except CannotRead as why:
            return str(why)
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """One predictor of the same answers, checked on learning rows.

        Raises
        ------
        ValueError
            If an answer differs by more than the last digits of a sum.
        """
        from optimizers.deploy.verify import verified

        found = direct(model)
        checked = verified(model, found, X, int(rng.integers(2**31)), tolerance=LAST_DIGITS)
        if not checked.passed:
            raise ValueError(f"DirectPredictor is not offered. {checked.said}")
        yield Candidate("direct predictor", found)


def direct(model: Any) -> Any:
    """The predictor in the model's place: whole where every step can be read, else the model inside alone.

    Raises
    ------
    CannotRead
        If not even the model inside can be read.
    """
    try:
        return read(model)
    except CannotRead:
        at = inside(model)
        if at.estimator is model:
            raise
        return at.wrapped(read(at.estimator))
