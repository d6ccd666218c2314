"""How sure the totals of a bill are, and their differences."""

from __future__ import annotations

import numpy as np
import pandas as pd

KEYS = ["strategy", "candidate"]


def with_intervals(table: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """A bill with the 95 % intervals of its totals, of its regrets, and of what is above the cheapest.

    Parameters
    ----------
    table : DataFrame
        The cheapest first, as `optimizers.retrain.bill.judged` gives it.
    parts : DataFrame
        As `optimizers.retrain.ledger.priced` gives them; NaN for a policy that has none.
    """
    own = parts.reindex(pd.MultiIndex.from_frame(table[KEYS])).to_numpy(float)
    cheapest = pd.Series([table["hindsight"].any()] * len(table))  # of all: regrets are counted where hindsight played
    firsts = {"total": None, "regret": first(cheapest), "over": first(~table["hindsight"])}
    for name, place in firsts.items():
        beside = 0.0 if place is None else own[place]
        half = np.array([spread(row) for row in own - beside])
        table = table.assign(**{f"{name}_low": table[name] - half, f"{name}_high": table[name] + half})
    return table


def first(which: pd.Series) -> int | None:
    """The place of the cheapest of some."""
    return int(np.argmax(which)) if which.any() else None


def spread(parts: np.ndarray) -> float:
    """Half of the 95 % interval of a sum, from what each group adds to it: random groups, Student's t.

    References
    ----------
    Wolter (2007). Introduction to Variance Estimation, ch. 2: the method of random groups.
    """
    from scipy.special import stdtrit

    n = len(parts)
    return float(stdtrit(n - 1, 0.975) * np.sqrt(np.square(parts).sum() * n / (n - 1))) if n > 1 else float("nan")
