"""What happened, written out: a sentence whose every number was measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

import pandas as pd

from optimizers.drift.base import Drift
from optimizers.metrics import METRICS, Metric
from optimizers.result import Result
from optimizers.step_names import called
from optimizers.swings import turning_points

Row: TypeAlias = pd.Series


def story(result: Result, attribution: pd.DataFrame | None = None) -> str:
    """How the model as uploaded fared, and what it comes from.

    Parameters
    ----------
    result : Result
    attribution : DataFrame, optional
        As `optimizers.attribution.attribution` gives it.
    """
    change = result.part("change")
    if change.empty or math.isnan(change["value"].iloc[0]):
        return "The score is not defined before or after the change; choose another metric or more rows a step."
    metric = METRICS[change["metric"].iloc[0]]
    before, after = (result.part(p).iloc[0] for p in ("before", "after"))
    moved = movement(metric, before, after, change.iloc[0])
    if result.experiment.timeline != "simulated" and onset_drifts(result):
        return f"{moved}{between_when(result)}{taken(result, attribution)}."
    if result.experiment.timeline != "simulated":
        return there_and_back(result, metric, f"{moved}{occasion(result)}", before, change.iloc[0])
    return f"{moved}{occasion(result)}{blame(attribution, 'the loss')}."


def movement(metric: Metric, before: Row, after: Row, change: Row) -> str:
    """ "Accuracy falls from 0.91 to 0.78 (-0.13, 95 % CI -0.16 to -0.10)"."""
    show = shown(metric, change)
    span = f"({show(change['value'], '+')}, 95 % CI {show(change['low'], '+')} to {show(change['high'], '+')})"
    if change["low"] <= 0 <= change["high"]:
        levels = f"{show(before['value'])} before, {show(after['value'])} after"
        return f"{metric.title} stays within its uncertainty, {levels} {span},"
    if show(before["value"]) == show(after["value"]):
        return f"{metric.title} stays at {show(after['value'])} {span}"
    verb = "rises" if change["value"] > 0 else "falls"
    return f"{metric.title} {verb} from {show(before['value'])} to {show(after['value'])} {span}"


def there_and_back(result: Result, metric: Metric, moved: str, before: Row, change: Row) -> str:
    """The change as it is, unless the score swings further on its way: a season is not told as a trend."""
    steps = result.part("step").dropna(subset="value").reset_index(drop=True)
    ends = turning_points(steps, abs(change["value"]))
    if not ends:
        return f"{moved}."
    up = metric.higher_is_better
    worst = [k for a, k in pairwise(ends[:-1]) if (steps["value"][k] < steps["value"][a]) == up]
    inner = worst or ends[1:-1]
    back = [ends[ends.index(k) + 1] for k in inner]
    verb = "falls" if steps["value"][inner[0]] < steps["value"][back[0]] else "rises"
    show = shown(metric, change)
    swings = f"to {listed(steps, inner, show)}, and comes back to {listed(steps, back, show)}"
    level, reached = before["value"], steps.loc[back[-1]]
    if worst and (reached["high"] < level if up else reached["low"] > level):
        return f"{moved}. On the way it {verb} {swings}."
    return f"{metric.title} {verb} {swings}. {moved}, less than it swings: this need be no trend."


def listed(steps: pd.DataFrame, rows: list[int], show: Callable[..., str]) -> str:
    """ "0.585 (95 % CI 0.551 to 0.618) at 2022-08 and 0.606 (0.569 to 0.642) at 2023-08": two at most."""
    named = [
        f"{show(r['value'])} ({'' if i else '95 % CI '}{show(r['low'])} to {show(r['high'])}) at {called(r['start'])}"
        for i, (_, r) in enumerate(steps.loc[rows[:2]].iterrows())
    ]
    more = f" and {len(rows) - 2} more times" if len(rows) > 3 else " and once more" if len(rows) == 3 else ""
    return " and ".join(named) + more


def shown(metric: Metric, change: Row) -> Callable[..., str]:
    """Numbers with as many digits as the interval of the change makes sense of: two, or more."""
    width = abs(change["high"] - change["low"])
    digits = (
        2 if not width or math.isnan(width) else min(6, max(0 if metric.unit else 2, 1 - math.floor(math.log10(width))))
    )
    return lambda value, sign="": f"{value:{sign},.{digits}f}"


def onset_drifts(result: Result) -> list[Drift]:
    """The drifts that come first."""
    return [d for d in result.experiment.drifts if d.when.start == result.onset and d.when.share(result.onset) > 0]


def onset_said(result: Result) -> str:
    steps = result.part("step")["start"]
    return called(steps.iloc[min(result.onset, len(steps) - 1)])


def occasion(result: Result) -> str:
    """What happened at the onset, and when: in a simulated world nothing else does."""
    first, n_steps = onset_drifts(result), len(result.part("step"))
    if not first:
        third = max(1, n_steps // 3)
        return f" from the first {third} to the last {third} steps"
    more = len(result.experiment.drifts) - len(first)
    others = f", and {more} more {'change' if more == 1 else 'changes'}" if more else ""
    return f" after {' and '.join(d.says() for d in first)} from {onset_said(result)} on{others}"


def between_when(result: Result) -> str:
    """Which steps are compared where the rows have a history of their own."""
    return f" between the steps before {onset_said(result)} and those at full drift"


def taken(result: Result, attribution: pd.DataFrame | None) -> str:
    """How much of the change the added drifts took: the rows' own history is no fault of theirs."""
    if attribution is None or attribution.empty:
        return ""
    whole = attribution.iloc[0]
    added = "the added drift" if len(result.experiment.drifts) == 1 else "the added drifts"
    verb = "takes" if added.endswith("drift") else "take"
    if whole["low"] <= 0 <= whole["high"]:
        return f"; {added} {verb} nothing that stands out from chance, it happens in the rows themselves"
    if whole["high"] < 0:
        return f"; without {added} it would be {amount(-whole['value'], -whole['high'], -whole['low'])} worse"
    took = amount(whole["value"], whole["low"], whole["high"])
    return f"; {added} {verb} {took}, the rest happens in the rows themselves{blame(attribution, 'what they take')}"


def blame(attribution: pd.DataFrame | None, whole: str) -> str:
    """Which drift or feature most of it comes from, with its interval; what undoing brings back where it is one."""
    if attribution is None or attribution.empty:
        return ""
    parts = attribution[attribution["kind"] != "all"].dropna(subset=["share"])
    parts = parts[parts["low"] > 0]
    if parts.empty:
        return undone(attribution.iloc[0]) if whole == "the loss" else ""
    most = parts.loc[parts["share"].idxmax()]
    what = most["what"] if most["kind"] == "feature" else f"“{most['what']}”"
    span = f"95 % CI {100 * most['share_low']:.0f} to {100 * most['share_high']:.0f}"
    return f"; {100 * most['share']:.0f} % of {whole} comes from {what} ({span} %)"


def undone(whole: Row) -> str:
    """How much comes back when every drift is undone."""
    if whole["high"] < 0:
        return f"; undoing the change would cost {amount(-whole['value'], -whole['high'], -whole['low'])}"
    if not whole["low"] > 0:
        return "; undoing the change brings nothing back that stands out from chance"
    return f"; undoing the change brings {amount(whole['value'], whole['low'], whole['high'])} back"


def amount(value: float, low: float, high: float) -> str:
    """A difference with its interval, in as many digits as that makes sense of."""
    digits = max(2, 1 - math.floor(math.log10(high - low))) if high > low else 3
    return f"{value:.{digits}f} (95 % CI {low:.{digits}f} to {high:.{digits}f})"


def past_the_line(result: Result, threshold: float, candidate: str = "as uploaded") -> str:
    """At which steps the whole interval is on the wrong side of the threshold, as the middle of a sentence.

    "never", "in 2023-02 only (1 of 24 steps)", "from 2023-02 on" when every later step is, or how many.
    """
    steps = result.part("step", candidate)
    up = METRICS[steps["metric"].iloc[0]].higher_is_better
    worse = (steps["high"] < threshold if up else steps["low"] > threshold).to_numpy()
    if not worse.any():
        return "never"
    first, n_worse = int(worse.argmax()), int(worse.sum())
    label = steps["start"].iloc[first]
    if n_worse == len(worse) - first and n_worse > 1:
        return f"from {label} on"
    said = f"{n_worse} of {len(worse)} steps"
    return f"at {label} only ({said})" if n_worse == 1 else f"first at {label}, in {said} altogether"
