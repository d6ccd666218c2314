"""A setting to try: the parameters of the innermost estimator, and the weights of the rows where it has any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

NAN = float("nan")


@dataclass(frozen=True, eq=False)
class Setting:
    """One point of a path, from the least to the most regularized.

    Attributes
    ----------
    label : str
        What the candidate is called, such as "C = 0.01".
    value : float
        The number on the path; NaN for unlimited.
    params : dict
        Parameters of the innermost estimator.
    of_rows : callable, optional
        (labels) -> further parameters that depend on the rows that are learned from.
    weights : callable, optional
        (table, labels) -> the rows' weights, of mean 1.
    more : dict of str to float
        What else the chart may want: {"l1_ratio": 0.5}.
    """

    label: str
    value: float
    params: Mapping[str, Any] = field(default_factory=dict)
    of_rows: Callable[[np.ndarray], dict[str, Any]] | None = None
    weights: Callable[[pd.DataFrame, np.ndarray], np.ndarray] | None = None
    more: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Settled:
    """A setting on the rows of one fit."""

    params: dict[str, Any]
    weights: np.ndarray | None = None


def settled(setting: Setting, X: pd.DataFrame, y: np.ndarray) -> Settled:
    """What the setting comes to on these rows."""
    more = setting.of_rows(y) if setting.of_rows else {}
    return Settled({**setting.params, **more}, setting.weights(X, y) if setting.weights else None)


def along(name: str, values: list[Any]) -> list[Setting]:
    """One setting a value of one parameter."""
    return [Setting(f"{name} = {said(v)}", NAN if v is None else float(v), {name: v}) for v in values]


def said(value: Any) -> str:
    return "unlimited" if value is None else f"{value:.6g}"
