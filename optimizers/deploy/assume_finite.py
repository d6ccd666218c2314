"""Switch scikit-learn's own checks off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.base import Deploy
from optimizers.strategy import Candidate


@dataclass(frozen=True)
class AssumeFinite(Deploy):
    """Predict without looking for infinities and odd settings.

    scikit-learn's `assume_finite` and `skip_parameter_validation` around each call. The rows are still looked at
    otherwise, so little is saved; a row with an infinity or a missing value is then answered, with whatever comes.

    References
    ----------
    Pedregosa et al. (2011). Scikit-learn: machine learning in Python. JMLR 12.
    """

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The same model, called so."""
        from optimizers.deploy.models.wrapped import WithoutChecks

        yield Candidate("without checks", WithoutChecks(model))
