"""What every policy cost: its errors, its retrainings, its labels, its computing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.choosing import on_front
from optimizers.metrics import METRICS
from optimizers.result import Result
from optimizers.retrain.ledger import carried, priced
from optimizers.retrain.prices import Prices
from optimizers.retrain.sure import with_intervals

KEYS = ["strategy", "candidate"]
PARTS = ("cost_errors", "cost_retrainings", "cost_labels", "cost_cpu")


def bill(result: Result, prices: Prices, ledger: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a policy, the cheapest first.

    Parameters
    ----------
    result : Result
        Of an experiment with retraining policies.
    prices : Prices
    ledger : DataFrame, optional
        As `optimizers.retrain.ledger.ledger_frame` gives it; by default what the result's candidates carry.

    Returns
    -------
    DataFrame
        strategy, candidate; metric, value, low, high (mean over the horizon, 95 % interval); change, change_low,
        change_high (against the model as uploaded, paired by row); retrainings, fits, labels, fit_s (NaN where it
        was not measured; its cost is then left out); errors (wrong predictions, or the sum of absolute errors);
        the cost of each and `total`; regret (total above the least of all, the schedule in hindsight
        included; NaN where that has not played); over (total above that of the cheapest
        policy that one can take); total_low, total_high, regret_low and so on: 95 % intervals, paired by judging
        row, NaN without a ledger (other judging rows would have brought other errors; retrainings, labels and
        computing stand as they were counted); place (among all candidates of the result); hindsight (it is that
        schedule); pareto (no other policy is as good and as cheap).

    Raises
    ------
    ValueError
        If no policy has played, or the matrix of prices does not fit the classes.
    """
    frame = result.frame
    paid = frame[frame["part"] == "cost"].pivot_table(index=KEYS, columns="metric", values="value", sort=False)
    if "retrainings" not in paid:
        raise ValueError("There is no bill: no retraining policy has played; add some, such as Never and OnBenefit.")
    table = paid[paid["retrainings"].notna()].reindex(columns=["retrainings", "fits", "labels", "fit_s"])
    table["fit_s"] = [seconds(result, key, table.loc[key, "fit_s"]) for key in table.index]
    every = scores(frame)
    table = every.assign(place=np.arange(len(every))).join(table, how="right")
    errors, cost = mistakes_of(frame, prices)
    table = table.assign(errors=errors.reindex(table.index), cost_errors=cost.reindex(table.index))
    table["cost_retrainings"] = prices.retraining * table["retrainings"]
    table["cost_labels"] = prices.label * table["labels"]
    table["cost_cpu"] = prices.cpu_hour * table["fit_s"].fillna(0) / 3600
    table["total"] = table[list(PARTS)].sum(axis=1, skipna=False)
    table = judged(table.reset_index())
    values = bool((frame.loc[frame["part"] == "errors", "unit"] == "target").any())
    return with_intervals(table, priced(carried(result) if ledger is None else ledger, prices, values))


def seconds(result: Result, key: tuple[str, str], measured: float) -> float:
    """Seconds of fitting: from the frame, or from the candidate that carries them."""
    candidate = result.candidates.get(key)
    return measured if np.isfinite(measured) or candidate is None else float(candidate.cost.get("fit_s", np.nan))


def scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Score over the horizon, and change against the model as uploaded."""
    horizon = frame[frame["part"] == "horizon"].set_index(KEYS)[["metric", "value", "low", "high"]]
    against = frame[(frame["part"] == "against") & (frame["metric"] != "disagreement")].set_index(KEYS)
    names = {"value": "change", "low": "change_low", "high": "change_high"}
    return horizon.join(against[list(names)].rename(columns=names))


def mistakes_of(frame: pd.DataFrame, prices: Prices) -> tuple[pd.Series, pd.Series]:
    """How many errors each candidate made, and what they cost."""
    rows = frame[frame["part"] == "errors"].set_index(KEYS)
    total = rows[rows["metric"] == "errors"]["value"]
    each = prices.of(rows["metric"].tolist(), bool((rows["unit"] == "target").any()))
    if prices.matrix and len(rows) == len(total) and (rows["unit"] != "target").any() and total.any():
        raise ValueError("Prices.matrix needs to know which class was taken for which: at most 20 are counted so.")
    return total, (rows["value"] * each).groupby(level=KEYS, sort=False).sum()


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """With regret and front, the cheapest first; the schedule in hindsight is in nobody's way."""
    hindsight = table["strategy"] == "Oracle"
    real = table[~hindsight]
    # the schedule was planned for one price: at others a policy may be cheaper, and nobody is below the floor
    floors = (table["total"].min() if hindsight.any() else np.nan), real["total"].min()
    table = table.assign(
        regret=table["total"] - floors[0], over=table["total"] - floors[1], hindsight=hindsight, pareto=False
    )
    up = METRICS[table["metric"].iloc[0]].higher_is_better
    table.loc[real.index, "pareto"] = on_front(real["value"] if up else -real["value"], real["total"])
    return table.sort_values("total", kind="stable", ignore_index=True)
