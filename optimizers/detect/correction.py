"""p-values corrected for how many were looked at."""

from __future__ import annotations

import numpy as np


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """Adjusted p-values that hold the false discovery rate; NaN stays NaN and is not counted.

    When nothing has drifted at all, every discovery is false, so this also holds the chance of any
    alarm. It stays valid under positive dependence, such as steps judged by one reference.

    References
    ----------
    Benjamini, Hochberg (1995). Controlling the false discovery rate. JRSS B 57(1).
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, axis=None)[: np.count_nonzero(~np.isnan(p))]
    stepped = p.flat[order] * len(order) / np.arange(1, len(order) + 1)
    return _back(np.minimum.accumulate(stepped[::-1])[::-1], order, p.shape)


def holm(p_values: np.ndarray) -> np.ndarray:
    """Adjusted p-values that hold the chance of even one false alarm (Bonferroni-Holm), under any dependence.

    References
    ----------
    Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian J. Statistics 6(2).
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, axis=None)[: np.count_nonzero(~np.isnan(p))]
    stepped = p.flat[order] * np.arange(len(order), 0, -1)
    return _back(np.maximum.accumulate(stepped), order, p.shape)


CORRECTIONS = {"benjamini-hochberg": benjamini_hochberg, "holm": holm}


def _back(adjusted: np.ndarray, order: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    out = np.full(shape, np.nan)
    out.flat[order] = np.minimum(adjusted, 1.0)
    return out
