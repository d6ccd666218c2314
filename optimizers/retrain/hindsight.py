"""What the schedule in hindsight was planned for, and whether it is a ceiling at the prices of a bill."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.result import Result
from optimizers.retrain.oracle import Oracle
from optimizers.retrain.prices import Prices

NEAR = 0.05  # prices that differ by no more are the same


def price_in_steps(result: Result, prices: Prices) -> float:
    """What a retraining costs, in steps on which every prediction is wrong.

    NaN where it cannot be said: for values, with a matrix of costs, or where errors cost nothing.
    """
    frame = result.frame
    values = bool((frame.loc[frame["part"] == "errors", "unit"] == "target").any())
    rows = result.part("step")["n_rows"].mean()
    if values or prices.matrix or not prices.error * rows > 0:
        return float("nan")
    return float(prices.retraining / (prices.error * rows))


def hindsight_said(result: Result, bill: pd.DataFrame, prices: Prices) -> str:
    """For which price the schedule in hindsight was planned, where that is not the price of the bill.

    Parameters
    ----------
    result : Result
    bill : DataFrame
        As `optimizers.retrain.bill.bill` gives it, with these prices.
    prices : Prices

    Returns
    -------
    str
        One or two sentences; empty where the schedule is the cheapest and was planned for these prices, or where
        none has played.
    """
    own = bill[bill["hindsight"] & bill["total"].notna()]
    planned = sorted({s.price for s in result.experiment.strategies if isinstance(s, Oracle)})
    if own.empty or not planned:
        return ""
    here, above = price_in_steps(result, prices), float(own["regret"].min())
    same = len(planned) == 1 and bool(np.isclose(here, planned[0], rtol=NEAR, atol=0))
    if same and not above > 0:
        return ""
    said = f"The schedule in hindsight was planned for a retraining that costs {listed(planned)} error-steps"
    said += " (1 is a step on which every prediction is wrong)" if np.isfinite(here) else ""
    said += f"; at these prices it costs {here:.3g}." if np.isfinite(here) and not same else "."
    if not above > 0:
        return f"{said} {way_out(here)}".strip() if np.isfinite(here) else ""
    dear = f"Here it costs {above:,.4g} more than the cheapest policy: it is no ceiling, and regrets are counted from"
    return f"{said} {dear} that policy. {way_out(here) if not same else ''}".strip()


def way_out(price: float) -> str:
    """How to plan it for the prices of the bill."""
    if not np.isfinite(price) or price > 10:
        return ""
    return f"To plan it for these prices, set the price of 'Hindsight' to {price:.3g} and play again."


def listed(prices: list[float]) -> str:
    return " or ".join(f"{p:.3g}" for p in prices)
