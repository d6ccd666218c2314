"""Which candidate to take: the trade-off table, its Pareto front, and what fits a tolerance or a budget."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY
from optimizers.result import Result

COSTS = ("size_kib", "latency_p50_us", "latency_p99_us", "throughput_rows_s", "n_parameters", "fit_s", "fit_rows")
CHOICE = ("validation_score", "unbiased_score", "training_score", "n_tried", "setting", "position", "chosen")


def trade_off(result: Result) -> pd.DataFrame:
    """One row a candidate: how good, how much worse than the model as uploaded, and what it costs.

    Parameters
    ----------
    result : Result
        Of an experiment with `operation=True`.

    Returns
    -------
    DataFrame
        strategy, candidate; value, low, high (mean score over the horizon); loss, loss_low, loss_high
        (what the model as uploaded scores better on the same rows, in the metric's direction: positive is
        worse; 95 % interval, paired by row); disagreement with its interval (share of rows whose prediction
        differs; for regressors NaN); the costs; what the strategy saw when it chose, such as validation_score
        with validation_score_low and _high; pareto (no other is both as good and as small).
    """
    frame = result.frame
    keys = ["strategy", "candidate"]
    horizon = frame[frame["part"] == "horizon"].set_index(keys)[["metric", "value", "low", "high"]]
    against = frame[frame["part"] == "against"]
    up = METRICS[horizon["metric"].iloc[0]].higher_is_better
    table = horizon.join(losses(against, horizon["metric"].iloc[0], up)).join(disagreements(against))
    parts = frame[frame["part"].isin(["operation", "cost"]) & frame["metric"].isin(COSTS)]
    table = table.join(parts.pivot_table(index=keys, columns="metric", values="value", sort=False))
    table = table.join(choices(frame)).reset_index()
    return table.assign(pareto=on_front(table["value"] if up else -table["value"], table.get("size_kib")))


def choices(frame: pd.DataFrame) -> pd.DataFrame:
    """What strategies saw of their candidates on learning rows, one row a candidate."""
    seen = frame[(frame["part"] == "choice") & frame["metric"].isin(CHOICE)].set_index(["strategy", "candidate"])
    columns = {
        f"{name}{end}": rows[column]
        for name, rows in seen.groupby("metric", sort=False)
        for end, column in (("", "value"), ("_low", "low"), ("_high", "high"))
    }
    return pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(dict.fromkeys(seen.index), names=seen.index.names))


def losses(against: pd.DataFrame, metric: str, up: bool) -> pd.DataFrame:
    """Differences to the model as uploaded, turned so that positive is worse."""
    own = against[against["metric"] == metric].set_index(["strategy", "candidate"])
    sign, low, high = (-1, "high", "low") if up else (1, "low", "high")
    return pd.DataFrame({"loss": sign * own["value"], "loss_low": sign * own[low], "loss_high": sign * own[high]})


def disagreements(against: pd.DataFrame) -> pd.DataFrame:
    own = against[against["metric"] == "disagreement"].set_index(["strategy", "candidate"])[["value", "low", "high"]]
    return own.rename(columns={"value": "disagreement", "low": "disagreement_low", "high": "disagreement_high"})


def on_front(good: pd.Series, size: pd.Series | None) -> np.ndarray:
    """Whether no other candidate is at least as good and as small, and better in one of the two.

    References
    ----------
    Kung, Luccio, Preparata (1975). On finding the maxima of a set of vectors. JACM 22.
    """
    if size is None:
        return np.zeros(len(good), dtype=bool)
    g, s = good.to_numpy(dtype=float), size.to_numpy(dtype=float)
    as_good, better = g[None, :] >= g[:, None], g[None, :] > g[:, None]
    as_small, smaller = s[None, :] <= s[:, None], s[None, :] < s[:, None]
    return ~((as_good & as_small & (better | smaller)).any(axis=1)) & np.isfinite(g) & np.isfinite(s)


def recommended(table: pd.DataFrame, tolerance: float, by: str = "size_kib") -> pd.Series | None:
    """The cheapest candidate whose loss is, with its whole 95 % interval, within the tolerance.

    Parameters
    ----------
    table : DataFrame
        As `trade_off` gives it.
    tolerance : float
        In the metric's unit: 0.005 is half a point of accuracy.
    by : str
        The cost to be small.

    Returns
    -------
    Series or None
        None when nothing qualifies that is cheaper than the model as uploaded.
    """
    now = cost_now(table, by)
    fitting = table[(table["strategy"] != STRATEGY) & (table["loss_high"] <= tolerance) & (table[by] < now)]
    return None if fitting.empty else fitting.loc[fitting[by].idxmin()]


def cost_now(table: pd.DataFrame, by: str) -> float:
    """What the model as uploaded costs; where that is not known, as with its training, its recipe refitted."""
    known = table.loc[table["strategy"] == STRATEGY, by].dropna()
    return float(known.iloc[0]) if len(known) else np.nan


def chosen_on_learning_rows(table: pd.DataFrame) -> pd.Series | None:
    """The candidate that strategies chose without the judging rows: of several the best validated.

    Returns
    -------
    Series or None
        None when no strategy of the table chooses.
    """
    if "chosen" not in table or not (table["chosen"] == 1).any():
        return None
    own = table[table["chosen"] == 1]
    sign = 1 if METRICS[table["metric"].iloc[0]].higher_is_better else -1
    by = "unbiased_score" if "unbiased_score" in own and own["unbiased_score"].notna().all() else "validation_score"
    return own.loc[(sign * own[by]).idxmax()] if by in own and own[by].notna().any() else own.iloc[0]


def within_budget(table: pd.DataFrame, by: str, at_most: float) -> pd.Series | None:
    """The best candidate whose cost is within the budget; None when none is."""
    fitting = table[table[by] <= at_most]
    if fitting.empty:
        return None
    return fitting.loc[fitting["loss"].fillna(0).idxmin()]
