"""Whether a score goes down and up again on its way: what the first and the last steps alone would call a trend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.metrics import Z95


def turning_points(steps: pd.DataFrame, least: float = 0.0) -> list[int]:
    """The rows at which the score turns, with the two ends of the swings: empty where it never surely turns.

    A swing counts if its ends differ by more than `least` and more than chance: by Bonferroni's limit for all pairs
    of steps, since the ends are looked for.

    Parameters
    ----------
    steps : DataFrame
        value, low, high (95 %), a row a step in time order, none undefined.
    least : float
    """
    from scipy.special import ndtri

    value = steps["value"].to_numpy(float)
    error = (steps["high"] - steps["low"]).to_numpy(float) / (2 * Z95)
    n = len(value)
    limit = ndtri(1 - 0.025 / max(1, n * (n - 1) // 2))

    def apart(a: int, b: int) -> bool:
        return abs(value[a] - value[b]) > max(least, limit * float(np.hypot(error[a], error[b])))

    ends, top, bottom, way = [], 0, 0, 0  # way: 1 as it rises, -1 as it falls
    for k in range(n):
        top, bottom = (k if value[k] > value[top] else top), (k if value[k] < value[bottom] else bottom)
        if way >= 0 and top < k and apart(top, k):
            ends.append(top)
            way, bottom, top = -1, k, k
        elif way <= 0 and bottom < k and apart(bottom, k):
            ends.append(bottom)
            way, bottom, top = 1, k, k
    if len(ends) < 2:
        return []
    return [*ends, top if way > 0 else bottom]
