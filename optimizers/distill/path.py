"""The distilled candidates of a result as one table: how many rows, how good, what it took."""

from __future__ import annotations

import pandas as pd

from optimizers.reference import REFITTED, STRATEGY

RANDOM = "RandomRows"
KEYS = ["strategy", "candidate"]


def distilled(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a candidate that learned from fewer rows, in the order of the result.

    Parameters
    ----------
    frame : DataFrame
        `Result.frame` of an experiment with strategies of this family.

    Returns
    -------
    DataFrame
        strategy, candidate, metric; value, low, high (mean score over the horizon, 95 % interval); n_rows, share (kept
        of the learning rows); fit_s, distil_s (seconds; missing without `operation=True`).
    """
    horizon = frame[frame["part"] == "horizon"].set_index(KEYS)[["metric", "value", "low", "high"]]
    choice = wide(frame[(frame["part"] == "choice") & frame["metric"].isin(["n_rows", "share"])])
    took = wide(frame[(frame["part"] == "cost") & frame["metric"].isin(["fit_s", "distil_s"])])
    table = horizon.join(choice).join(took)
    for column in ("n_rows", "share", "fit_s", "distil_s"):
        if column not in table:
            table[column] = float("nan")
    return table[table["share"].notna()].reset_index()


def wide(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot_table(index=KEYS, columns="metric", values="value", sort=False)


def full_score(frame: pd.DataFrame) -> tuple[float, float, float] | None:
    """The recipe refitted on all learning rows: value, low, high; None where it could not be refitted."""
    own = frame[(frame["strategy"] == STRATEGY) & (frame["candidate"] == REFITTED) & (frame["part"] == "horizon")]
    return None if own.empty else tuple(own[["value", "low", "high"]].to_numpy(float)[0])  # type: ignore[return-value]


def draws_of(table: pd.DataFrame, n_rows: float) -> pd.DataFrame:
    """The random draws of as many rows; of the nearest size, where averages came out a little fewer."""
    draws = table[table["strategy"] == RANDOM]
    if draws.empty:
        return draws
    off = (draws["n_rows"] / n_rows - 1).abs()
    return draws[(off == off.min()) & (off <= 0.1)]
