"""Which rows may be learned from, and which judge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.errors import CaseError
from optimizers.words import counted

MIN_ROWS = 20  # of each part


def n_judging(n_rows: int, share: float) -> int:
    """How many of the rows judge: the share, but at least `MIN_ROWS` on both sides."""
    if not 0 < share < 1:
        raise CaseError(f"The share of judging rows must be between 0 and 1; got {share}.")
    if n_rows < 2 * MIN_ROWS:
        raise CaseError(
            f"The table has {counted(n_rows, 'row')} with a target, but at least {2 * MIN_ROWS} are needed, "
            f"{MIN_ROWS} to learn from and {MIN_ROWS} to judge: upload more rows."
        )
    return int(np.clip(round(share * n_rows), MIN_ROWS, n_rows - MIN_ROWS))


def cut_in_time(times: pd.Series, share: float) -> int:
    """The first judging row among rows in time order; rows of equal time stay together where they can."""
    n_rows = len(times)
    cut = n_rows - n_judging(n_rows, share)
    ends = [int(times.searchsorted(times.iloc[cut], side)) for side in ("left", "right")]
    fitting = [end for end in ends if MIN_ROWS <= end <= n_rows - MIN_ROWS]
    return min(fitting, key=lambda end: abs(end - cut), default=cut)


def draw(y: pd.Series, share: float, seed: int, classes: bool) -> np.ndarray:
    """Mark the judging rows, drawn at random; of each class the same share.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
    """
    n_test, rng = n_judging(len(y), share), np.random.default_rng(seed)
    codes = pd.factorize(y, sort=False)[0] if classes else np.zeros(len(y), dtype=int)
    drawn, wanted = np.zeros(len(y), dtype=bool), n_test / len(y)
    for code in range(codes.max() + 1):
        rows = rng.permutation(np.flatnonzero(codes == code))
        drawn[rows[: _share_of(len(rows), wanted)]] = True
    return drawn


def _share_of(n_rows: int, share: float) -> int:
    """A single row stays where it can be learned from; of more, each part gets one at least."""
    return 0 if n_rows == 1 else int(np.clip(round(share * n_rows), 1, n_rows - 1))
