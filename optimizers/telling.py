"""What happened, written out: a sentence whose every number was measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import pandas as pd

from optimizers.metrics import METRICS, Metric
from optimizers.result import Result

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
    return f"{moved}{occasion(result)}{blame(attribution)}."


def movement(metric: Metric, before: Row, after: Row, change: Row) -> str:
    """ "Accuracy falls from 0.91 to 0.78 (-0.13, 95 % CI -0.16 to -0.10)"."""
    show = shown(metric, change)
    span = f"({show(change['value'], '+')}, 95 % CI {show(change['low'], '+')} to {show(change['high'], '+')})"
    if change["low"] <= 0 <= change["high"]:
        levels = f"{show(before['value'])} before, {show(after['value'])} after"
        return f"{metric.title} stays within its uncertainty, {levels} {span},"
    verb = "rises" if change["value"] > 0 else "falls"
    return f"{metric.title} {verb} from {show(before['value'])} to {show(after['value'])} {span}"


def shown(metric: Metric, change: Row) -> Callable[..., str]:
    """Numbers with as many digits as the interval of the change makes sense of: two, or more."""
    width = abs(change["high"] - change["low"])
    digits = (
        2 if not width or math.isnan(width) else min(6, max(0 if metric.unit else 2, 1 - math.floor(math.log10(width))))
    )
    return lambda value, sign="": f"{value:{sign},.{digits}f}"


def occasion(result: Result) -> str:
    """What happened at the onset, and when."""
    experiment, steps = result.experiment, result.part("step")
    if len(steps) == 0:
        return ""
    first = [d for d in experiment.drifts if d.when.start == result.onset and d.when.share(result.onset) > 0]
    label = steps["start"].iloc[min(result.onset, len(steps) - 1)]
    if not first:
        third = max(1, len(steps) // 3)
        return f" from the first {third} to the last {third} steps"
    when = f"step {label}" if label.isdigit() else label
    more = len(experiment.drifts) - len(first)
    others = f", and {more} more {'change' if more == 1 else 'changes'}" if more else ""
    return f" after {' and '.join(d.says() for d in first)} from {when} on{others}"


def blame(attribution: pd.DataFrame | None) -> str:
    """Which drift or feature most of the loss comes from, with its interval."""
    if attribution is None or attribution.empty:
        return ""
    parts = attribution[attribution["kind"] != "all"].dropna(subset=["share"])
    parts = parts[parts["low"] > 0]
    if parts.empty:
        return undone(attribution.iloc[0])
    most = parts.loc[parts["share"].idxmax()]
    what = most["what"] if most["kind"] == "feature" else f"“{most['what']}”"
    span = f"95 % CI {100 * most['share_low']:.0f} to {100 * most['share_high']:.0f}"
    return f"; {100 * most['share']:.0f} % of the loss comes from {what} ({span} %)"


def undone(whole: Row) -> str:
    """How much comes back when every drift is undone: on a real timeline the rest is the world's own."""
    if not whole["low"] > 0:
        return "; undoing the change brings nothing back that stands out from chance"
    digits = max(2, 1 - math.floor(math.log10(whole["high"] - whole["low"])))
    value, low, high = (f"{whole[k]:.{digits}f}" for k in ("value", "low", "high"))
    return f"; undoing the change brings {value} back (95 % CI {low} to {high})"


def below_from(result: Result, threshold: float, candidate: str = "as uploaded") -> str:
    """The first step whose whole interval is on the wrong side of the threshold; empty if there is none."""
    steps = result.part("step", candidate)
    if steps.empty:
        return ""
    up = METRICS[steps["metric"].iloc[0]].higher_is_better
    worse = steps["high"] < threshold if up else steps["low"] > threshold
    return str(steps.loc[worse.idxmax(), "start"]) if worse.any() else ""
