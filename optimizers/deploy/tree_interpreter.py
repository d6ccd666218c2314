"""Walk trees by treelite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.base import Deploy
from optimizers.deploy.direct import LAST_DIGITS
from optimizers.deploy.models.read import CannotRead
from optimizers.inside import inside
from optimizers.strategy import Candidate


@dataclass(frozen=True)
class TreeInterpreter(Deploy):
    """Walk the trees of a forest or booster by treelite.

    Treelite's interpreter, which is compiled already, walks the trees in double precision and one thread; nothing is
    compiled for this model. Single rows are answered fast, large batches more slowly than by scikit-learn's own
    trees. Answers are equal but for the last digits of sums; where missing values would go elsewhere they are
    refused. The trees compiled for themselves are a C file, offered below.

    References
    ----------
    Cho, Li (2018). Treelite: toolbox for decision tree deployment. SysML.
    """

    def skip(self, model: Any) -> str:
        from optimizers.deploy.models.interpreted import KINDS, absent
        from optimizers.deploy.models.read import read

        estimator = inside(model).estimator
        if type(estimator).__name__ not in KINDS:
            return f"Treelite takes forests and boosted trees; this is a {type(estimator).__name__}."
        try:
            read(model)
        except CannotRead as why:
            return str(why)
        return absent()

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """One candidate, if it is verified on learning rows.

        Raises
        ------
        ValueError
            If treelite does not take the trees, or answers differ by more than the last digits of a sum.
        """
        from optimizers.deploy.models.interpreted import interpreted
        from optimizers.deploy.verify import verified

        try:
            found = interpreted(model, inside(model).estimator)
        except CannotRead as why:
            raise ValueError(f"TreeInterpreter is not offered: {why}") from None
        seed = int(rng.integers(2**31))
        checked = verified(model, found, X, seed, tolerance=LAST_DIGITS)
        if not checked.passed and found.accepts_missing and not X.isna().any(axis=None):
            found.accepts_missing = False
            checked = verified(model, found, X, seed, tolerance=LAST_DIGITS)
        if not checked.passed:
            raise ValueError(f"TreeInterpreter is not offered. {checked.said}")
        yield Candidate("treelite", found)
