"""The rule: which setting is significantly better, on which side, and when the rows cannot tell.

References
----------
Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.diagnose.curves import value_said
from optimizers.diagnose.resampled import Resampled, corrected_t
from optimizers.diagnose.settings import LESS, MORE, OWN, Setting

LEVEL = 0.1
POINT = 0.01
FLIPS = 0.25  # share of predictions that differ between folds from which they are inconsistent

OVERFITTED, UNDERFITTED, WELL = "overfitted", "underfitted", "well fitted"
INCONCLUSIVE, INCONSISTENT, UNKNOWN = "inconclusive", "inconsistent", "unknown"
VERDICTS = (OVERFITTED, UNDERFITTED, WELL, INCONCLUSIVE, INCONSISTENT, UNKNOWN)
ALARMS = {MORE: OVERFITTED, LESS: UNDERFITTED}


@dataclass(frozen=True)
class Verdict:
    """The verdict and the setting that it rests on.

    Attributes
    ----------
    word : str
        One of `VERDICTS`.
    place : int
        The row of the settings' table that is better, or that could be; -1 where there is none.
    n_more_rows : int
        How many more rows it would take to tell, where that is open; else 0.
    """

    word: str
    place: int = -1
    n_more_rows: int = 0

    @property
    def alarming(self) -> bool:
        """Whether another setting is significantly better."""
        return self.word in ALARMS.values()


def settings_table(tried: Sequence[Setting], scores: Resampled) -> pd.DataFrame:
    """One row a setting: its scores, its difference to the model's own on the same folds, and p.

    "own" is the model's value of that regularizer, "half" half of the interval that the one-sided test looks at.
    """
    own = scores.validation[0]
    records = []
    for setting, training, validation in zip(tried, scores.training, scores.validation):
        score, against = corrected_t(validation), corrected_t(validation - own)
        is_own = setting.side == OWN
        records.append({
            "regularizer": setting.regularizer, "setting": "" if is_own else value_said(setting.value),
            "side": setting.side, "score": score.mean, "low": score.low, "high": score.high,
            "training_score": float(np.mean(training)), "difference": against.mean,
            "difference_low": against.low, "difference_high": against.high,
            "own": value_said(setting.own), "p": np.nan if is_own else against.p,
            "half": one_sided_half(against.se, len(own)),
        })  # fmt: skip
    return pd.DataFrame(records)


def decide(table: pd.DataFrame, flips_low: float, n_rows: int) -> Verdict:
    """The verdict over all settings that were tried.

    Parameters
    ----------
    table : DataFrame
        One row a setting: side, difference (to the model's own), se, p.
    flips_low : float
        Lower end of the interval of the share of predictions that flip.
    n_rows : int
        How many rows were looked at.
    """
    others = table[(table["side"] != OWN) & table["difference"].notna()]
    if others.empty:
        return Verdict(INCONSISTENT if flips_low > FLIPS else UNKNOWN)
    better = others[others["p"] < LEVEL]
    if len(better):
        place = int(better["difference"].idxmax())
        return Verdict(ALARMS[str(table["side"][place])], place)
    if flips_low > FLIPS:
        return Verdict(INCONSISTENT)
    return open_or_well(others, n_rows)


def open_or_well(others: pd.DataFrame, n_rows: int) -> Verdict:
    """Inconclusive where a setting could still be more than a point better.

    An interval shrinks with the root of the rows; with enough of them either the setting is significantly
    better, or a gain of a point is ruled out, whichever comes first.
    """
    reach = others["difference"] + others["half"]
    if not (reach > POINT).any():
        return Verdict(WELL, int(others["difference"].idxmax()))
    place = int(reach.idxmax())
    difference, half = float(others["difference"][place]), float(others["half"][place])
    enough = n_rows * (half / max(difference, POINT - difference)) ** 2
    return Verdict(INCONCLUSIVE, place, max(1, math.ceil(enough) - n_rows))


def one_sided_half(se: float, n_splits: int) -> float:
    """Half of the interval that the one-sided test at `LEVEL` looks at."""
    from scipy.special import stdtrit

    return float(stdtrit(max(1, n_splits - 1), 1 - LEVEL) * se) if np.isfinite(se) else np.nan
