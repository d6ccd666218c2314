"""Suspicious values of a regression target: residuals far beyond those of similar predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.metrics import wilson
from optimizers.words import counted

MAD_TO_SD = 1.4826
NEIGHBOURS = (100, 500)  # predictions that share a spread, at least and at most
LEAST_SPREAD = 0.05  # of the spread overall: a stretch that is predicted exactly has some too
LEAST_LIMIT = 3.5
BY_CHANCE = 0.5  # rows that normal residuals would put beyond the limit


def value_noise(predicted: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """The fields of `LabelNoise` for a regressor.

    Parameters
    ----------
    predicted : ndarray of shape (n_rows,)
        By fits that had not seen the row.
    y : ndarray of shape (n_rows,)

    References
    ----------
    Iglewicz, Hoaglin (1993). How to detect and handle outliers; the limit of 3.5.
    Rousseeuw, Croux (1993). Alternatives to the median absolute deviation. JASA 88.
    """
    from scipy.stats import norm

    limit = max(LEAST_LIMIT, float(norm.isf(BY_CHANCE / 2 / len(y))))
    middle, spread = local_spread(predicted, y - predicted)
    ratio = (y - predicted - middle) / spread
    rows = np.flatnonzero(np.abs(ratio) > limit)
    rows = rows[np.argsort(-np.abs(ratio[rows]), kind="stable")]
    frame = pd.DataFrame({
        "row": rows, "given": y[rows], "likely": predicted[rows], "residual": (y - predicted)[rows],
        "spread": spread[rows], "ratio": ratio[rows],
    })  # fmt: skip
    rate = (len(rows) / len(y), *wilson(len(rows) / len(y), 0.0, len(y)))
    found = "outlying values" if len(rows) > 2 * BY_CHANCE else "no sign of wrong values"
    rule = (
        f"A row is a suspect when its residual is more than {limit:.1f} times the spread (1.48 times the "
        "median absolute deviation) of the residuals at similar predictions; normal residuals would go beyond in "
        f"at most {BY_CHANCE:g} of {len(y):,} rows."
    )
    return {"rate": rate, "verdict": found, "sentence": sentence(found, rate, len(rows)), "rule": rule,
            "suspects": frame, "joint": empty_joint()}  # fmt: skip


def local_spread(predicted: np.ndarray, residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median and spread of the residuals of the rows with similar predictions, for each row."""
    order = np.argsort(predicted, kind="stable")
    width = int(np.clip(len(order) // 10, *NEIGHBOURS))
    near = dict(window=width, center=True, min_periods=min(width, len(order)) // 2)
    sorted_residual = pd.Series(residual[order])
    middle = sorted_residual.rolling(**near).median()
    spread = MAD_TO_SD * (sorted_residual - middle).abs().rolling(**near).median()
    overall = MAD_TO_SD * float(np.median(np.abs(residual - np.median(residual))))
    floor = max(LEAST_SPREAD * overall, float(np.finfo(float).eps) * (1 + float(np.abs(predicted).max())))
    back = np.argsort(order)
    return middle.to_numpy()[back], spread.to_numpy().clip(floor)[back]


def empty_joint() -> pd.DataFrame:
    return pd.DataFrame({c: [] for c in ("given", "likely", "count", "share", "low", "high")})


def sentence(found: str, rate: tuple[float, float, float], n: int) -> str:
    if not n:
        return "No value lies far beyond the residuals of similar rows."
    share = f"{100 * rate[0]:.1f} % (95 % CI {100 * rate[1]:.1f} to {100 * rate[2]:.1f} %)"
    lie = f"{counted(n, 'value')} of the target, {share}, {'lies' if n == 1 else 'lie'} far beyond similar rows"
    return f"{lie}: " + ("wrong values, or a heavy tail." if found == "outlying values" else "no more than by chance.")
