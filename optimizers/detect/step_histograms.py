"""One feature's histogram at every step, over bins that all steps share: what a player needs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from optimizers.detect.histograms import feature_histograms
from optimizers.detect.samples import kind_of

COLUMNS = ["step", "label", "left", "right", "reference_share", "step_share"]


def step_histograms(X_ref: pd.DataFrame, X_all: pd.DataFrame, bounds: Sequence[int], feature: str) -> pd.DataFrame:
    """Shares of the rows of each step in bins common to the reference and all steps.

    Parameters
    ----------
    X_ref : DataFrame
    X_all : DataFrame
        All steps, one behind the other.
    bounds : sequence of int
        Step i is rows bounds[i] to bounds[i + 1].
    feature : str

    Returns
    -------
    DataFrame
        One row per (step, bin); label, left and right edges as in `feature_histograms` (NaN edges for
        categories and missing values); shares of all rows, each summing to 1 (NaN for a step without rows).

    Raises
    ------
    ValueError
        If the feature is not in both tables.
    """
    pooled = feature_histograms(X_ref, X_all, feature)
    bins = numeric_bins(pooled, X_all[feature]) if kind_of(X_ref[feature]) == "numeric" else None
    if bins is None:
        bins = category_bins(pooled, X_all[feature])
    parts = [counted(pooled, bins[a:b], s) for s, (a, b) in enumerate(pairwise(bounds))]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def counted(pooled: pd.DataFrame, bins: np.ndarray, step: int) -> pd.DataFrame:
    with np.errstate(invalid="ignore"):
        shares = np.bincount(bins, minlength=len(pooled)) / np.float64(len(bins))
    return pooled.assign(step=step, step_share=shares)


def numeric_bins(pooled: pd.DataFrame, column: pd.Series) -> np.ndarray:
    """The bin of each value, right-closed; the outer bins hold what lies beyond, missing values the last row."""
    edges = pooled["right"].dropna().to_numpy()
    values = as_floats(column)
    bins = np.searchsorted(edges[:-1], values, side="left")
    return np.where(np.isnan(values), len(pooled) - 1, bins)


def as_floats(column: pd.Series) -> np.ndarray:
    """Numbers as they are, dates and durations in seconds, as the bins' edges are."""
    from optimizers.detect.samples import _as_numbers

    return _as_numbers(column, "a step")


def category_bins(pooled: pd.DataFrame, column: pd.Series) -> np.ndarray:
    """The row of each category; those without a row of their own go to the row of the others."""
    place = {label.removesuffix(" (new)"): i for i, label in enumerate(pooled["label"])}
    others = next((i for i, label in enumerate(pooled["label"]) if label.endswith(" others")), len(pooled) - 1)
    codes, categories = pd.factorize(column)
    rows = np.array([place.get(str(c), others) for c in categories] + [len(pooled) - 1])
    return rows[codes]
