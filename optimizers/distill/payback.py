"""Whether distilling pays: what it takes, what it saves, after how many trainings, and whether chance does as well."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.distill.path import distilled, draws_of
from optimizers.metrics import METRICS
from optimizers.reference import REFITTED, STRATEGY


@dataclass(frozen=True)
class Payback:
    """What one distilled candidate costs and brings.

    Attributes
    ----------
    distil_s, saved_s : float
        Seconds that choosing the rows took, and that each later training is shorter; nan where not measured.
    n_trainings : float
        After so many trainings choosing has paid; infinite if it never does.
    gain, low, high : float
        Score less that of the random draws of as many rows, turned so that positive is better, with its 95 % interval;
        nan without draws.
    sentence : str
        All of that in words.
    """

    distil_s: float
    saved_s: float
    n_trainings: float
    gain: float
    low: float
    high: float
    sentence: str

    @property
    def better_than_random(self) -> bool:
        """Whether the whole interval is above zero."""
        return self.low > 0


def payback(frame: pd.DataFrame, strategy: str, candidate: str) -> Payback:
    """Distilling time, training time saved, and the score against random draws.

    Parameters
    ----------
    frame : DataFrame
        `Result.frame` of an experiment with `operation=True`; with `RandomRows` among its strategies to compare.
    strategy, candidate : str
        Which distilled model.

    Raises
    ------
    ValueError
        If that candidate is not in the frame, or is not a distilled one.
    """
    table = distilled(frame)
    own = table[(table["strategy"] == strategy) & (table["candidate"] == candidate)]
    if own.empty:
        raise ValueError(f"There is no distilled candidate {candidate!r} of {strategy!r}: choose one of the result.")
    row = own.iloc[0]
    saved_s = full_fit_s(frame) - float(row["fit_s"])
    distil_s = float(row["distil_s"])
    n_trainings = math.nan if math.isnan(saved_s) else math.ceil(distil_s / saved_s) if saved_s > 0 else math.inf
    draws = draws_of(table, row["n_rows"])
    draws = draws[draws["candidate"] != candidate]
    gain = against_draws(frame, row, draws["candidate"].tolist()) if len(draws) > 1 else (math.nan,) * 3
    words = [time_said(distil_s, saved_s, n_trainings), score_said(*gain, len(draws))]
    return Payback(distil_s, saved_s, n_trainings, *gain, " ".join(w for w in words if w))


def full_fit_s(frame: pd.DataFrame) -> float:
    rows = frame[(frame["strategy"] == STRATEGY) & (frame["candidate"] == REFITTED) & (frame["metric"] == "fit_s")]
    return float(rows["value"].iloc[0]) if len(rows) else math.nan


def against_draws(frame: pd.DataFrame, row: pd.Series, draws: list[str]) -> tuple[float, float, float]:
    """The mean difference to the draws, paired: by draw, and by step of the same judging rows.

    Two kinds of chance widen the interval: which rows were drawn (the spread over the draws) and which rows judge (the
    spread over the steps).
    """
    from scipy.stats import t

    steps = frame[(frame["part"] == "step") & (frame["metric"] == row["metric"])]
    wide = steps.pivot_table(index="step", columns=["strategy", "candidate"], values="value")
    others = [column for column in wide if column[0] == "RandomRows" and column[1] in draws]
    sign = 1 if METRICS[row["metric"]].higher_is_better else -1
    off = sign * (wide[(row["strategy"], row["candidate"])].to_numpy()[:, None] - wide[others].to_numpy())
    off = off[np.isfinite(off).all(axis=1)]
    by_draw, by_step = off.mean(axis=0), off.mean(axis=1)
    spread = by_draw.var(ddof=1) / len(by_draw) + (by_step.var(ddof=1) / len(by_step) if len(by_step) > 1 else 0)
    half = float(t.ppf(0.975, len(by_draw) - 1) * np.sqrt(spread))
    gain = float(off.mean())
    return gain, gain - half, gain + half


def time_said(distil_s: float, saved_s: float, n_trainings: float) -> str:
    if math.isnan(saved_s) or math.isnan(distil_s):
        return ""
    if saved_s <= 0:
        return f"It does not pay in time: choosing rows took {duration(distil_s)} and training is no faster on them."
    after = "the first training" if n_trainings <= 1 else f"{n_trainings:,} trainings"
    return (
        f"Choosing rows took {duration(distil_s)}, each training is {duration(saved_s)} shorter: "
        f"it has paid after {after}."
    )


def score_said(gain: float, low: float, high: float, n_draws: int) -> str:
    if math.isnan(gain):
        return "Add RandomRows to see whether chance does as well."
    measured = f"{gain:+.3f} ({low:+.3f} to {high:+.3f}) against {n_draws} random draws"
    if low > 0:
        return f"It is better than random: {measured}."
    return f"It is {'worse' if high < 0 else 'no better'} than random: {measured}; draw at random instead."


def duration(seconds: float) -> str:
    """Seconds with two digits that count.

    >>> duration(0.0421), duration(49.96), duration(1234.5)
    ('0.042 s', '50 s', '1,234 s')
    """
    if seconds >= 10:
        return f"{seconds:,.0f} s"
    return f"{seconds:.2g} s" if seconds >= 0.001 else "less than 0.001 s"
