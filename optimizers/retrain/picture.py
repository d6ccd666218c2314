"""Does accuracy fall with time here, and does frequent retraining restore it? Read from what has played."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.metrics import METRICS, Z95, Metric
from optimizers.reference import STRATEGY, UPLOADED
from optimizers.result import Result


def frequent(bill: pd.DataFrame) -> str:
    """The policy of the calendar that retrains most often, by its label; empty where none has played."""
    fixed = bill[bill["strategy"] == "EveryKSteps"]
    return "" if fixed.empty else str(fixed.loc[fixed["retrainings"].idxmax(), "candidate"])


def picture(result: Result, often: str) -> str:
    """Whether it falls, and whether it is restored, each with its 95 % interval.

    Parameters
    ----------
    result : Result
    often : str
        The candidate that retrains by the calendar, as `frequent` finds it; empty where there is none.
    """
    metric = METRICS[result.part("step")["metric"].iloc[0]]
    fall = one(result, STRATEGY, UPLOADED, "change", metric)
    moved = direction(fall, metric)
    if moved is None:
        return f"{metric.title} is undefined before or after, so nothing can be said of its way through time."
    said = f"{metric.title} of the model as uploaded {FALLS[moved]} {between(result)}: {spanned(fall)}."
    dips = "" if moved == -1 else dip(result, metric)
    said += dips
    if not often:
        return f"{said} Whether frequent retraining restores it needs the policy 'Every k steps' to play."
    if not retrained(result, often):
        return f"It cannot be tested: no policy of the calendar has retrained. {said}"
    gain = one(result, "EveryKSteps", often, "against", metric)
    left = one(result, "EveryKSteps", often, "change", metric)
    verdict = judged(moved, direction(gain, metric), direction(left, metric), bool(dips))
    return f"{verdict} {said} Retraining {often} {GAINS[direction(gain, metric)]}: {spanned(gain)} over all steps."


def retrained(result: Result, often: str) -> bool:
    """Whether a policy of the calendar has put any new model in use."""
    rows = result.part("cost", often, "retrainings")
    return bool((rows.loc[rows["strategy"] == "EveryKSteps", "value"] > 0).any())


FALLS = {-1: "falls", 0: "is not seen to change", 1: "gets better"}
GAINS = {-1: "makes it worse", 0: "is no different for sure", 1: "makes it better", None: "cannot be scored"}


def judged(moved: int, gained: int | None, left: int | None, dips: bool) -> str:
    """What of the saying holds for this model."""
    if moved >= 0 and dips and gained == 1:
        return "Partly true here: it falls on the way and comes back by itself; frequent retraining makes it better."
    if moved >= 0:
        also = "though frequent retraining makes it better" if gained == 1 else "nor does frequent retraining help"
        return f"Not so here: it is not seen to fall in the long run, {also}."
    if gained != 1:
        return "Half true here: it falls, and frequent retraining is not seen to restore it."
    if left == -1:
        return "Partly true here: it falls, and frequent retraining brings back a part."
    return "So it is here: it falls, and with frequent retraining no fall is left to see."


def dip(result: Result, metric: Metric) -> str:
    """The worst step, where it is surely worse than the first: what falls may come back by itself.

    The difference of two steps is held against Bonferroni's limit, since the worst of all steps was looked for.
    """
    from scipy.special import ndtri

    rows = result.part("step", UPLOADED, metric.name).dropna(subset="value")
    first, worst = rows.iloc[0], rows.loc[rows["value"].idxmin() if metric.higher_is_better else rows["value"].idxmax()]
    error = np.hypot(first["high"] - first["low"], worst["high"] - worst["low"]) / (2 * Z95)
    if not abs(worst["value"] - first["value"]) > ndtri(1 - 0.025 / max(1, len(rows) - 1)) * error:
        return ""
    start = worst["start"] if worst["start"] != str(worst["step"] + 1) else f"step {worst['start']}"
    return (
        f" On the way it went from {first['value']:.3f} to {worst['value']:.3f} ({worst['low']:.3f} to "
        f"{worst['high']:.3f}) at {start}."
    )


def one(result: Result, strategy: str, candidate: str, part: str, metric: Metric) -> pd.Series | None:
    """The one row of a part of a candidate; None where it is not defined."""
    rows = result.part(part, candidate, metric.name)
    rows = rows[(rows["strategy"] == strategy) & rows["value"].notna()]
    return rows.iloc[0] if len(rows) else None


def direction(row: pd.Series | None, metric: Metric) -> int | None:
    """1 better, -1 worse, 0 where the interval holds zero."""
    if row is None:
        return None
    if row["low"] <= 0 <= row["high"]:
        return 0
    return 1 if (row["value"] > 0) == metric.higher_is_better else -1


def between(result: Result) -> str:
    """Which steps are compared: those before the first drift with its height, or the first third with the last."""
    drifts, n = result.experiment.drifts, len(result.part("step"))
    touched = [s for s in range(n) if any(d.when.strength(s) * d.when.share(s) > 0 for d in drifts)]
    inside = bool(touched) and touched[0] > 0
    return "from before the change to its height" if inside else "from the first third of the steps to the last"


def spanned(row: pd.Series | None) -> str:
    if row is None:
        return "undefined"
    return f"{row['value']:+.3f} ({row['low']:+.3f} to {row['high']:+.3f})"
