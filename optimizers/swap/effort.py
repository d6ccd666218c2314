"""What a swap would take in the code that makes the model, and whether its rewards are worth that.

References
----------
Sculley et al. (2015). Hidden technical debt in machine learning systems. NeurIPS 28.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.metrics import METRICS
from optimizers.reference import REFITTED, STRATEGY, UPLOADED
from optimizers.swap.writing import source

CLEARLY = 1.25  # times faster or smaller from which on it counts as a reward


def construction_diff(old_model: Any, new_model: Any) -> str:
    """A unified diff of the lines that import and make two models; empty where they are made alike.

    Parameters
    ----------
    old_model, new_model : estimator
        Fitted or not; only parameters are read.
    """
    return diff(source(old_model), source(new_model))


def diff(old: list[str], new: list[str]) -> str:
    return "\n".join(difflib.unified_diff(old, new, "before", "after", lineterm=""))


def changed_lines(changes: str) -> int:
    """How many lines the diff adds or takes away, whichever are more."""
    lines = changes.split("\n")[2:]
    return max(sum(line.startswith(sign) for line in lines) for sign in "+-")


@dataclass(frozen=True)
class Rewards:
    """What a swap was measured to bring, against the original.

    Attributes
    ----------
    metric : str
        A key of `METRICS`.
    gain, low, high : float
        Difference of the scores with its 95 % interval, positive is better.
    fit_ratio, size_ratio, latency_ratio : float
        The original's cost divided by the swap's: 35 is 35 times cheaper. NaN where not measured.
    """

    metric: str
    gain: float
    low: float
    high: float
    fit_ratio: float = float("nan")
    size_ratio: float = float("nan")
    latency_ratio: float = float("nan")


def rewards(result: Any, strategy: str, candidate: str) -> Rewards:
    """Read what a swap brings from the frame of a result.

    Parameters
    ----------
    result : Result
        Of an experiment with `operation=True`; without, the ratios are NaN.
    strategy, candidate : str
        The swap's.

    Raises
    ------
    ValueError
        If the result holds no such candidate.
    """
    frame = result.frame
    own = frame[(frame["strategy"] == strategy) & (frame["candidate"] == candidate)]
    against = own[(own["part"] == "against") & own["metric"].isin(METRICS)]
    if against.empty:
        raise ValueError(f"The result holds no candidate {candidate!r} of {strategy}: play it first.")
    row, was = against.iloc[0], frame[frame["strategy"] == STRATEGY]
    gain, low, high = (row[c] if METRICS[row["metric"]].higher_is_better else -row[c] for c in ("value", "low", "high"))

    def ratio(part: str, metric: str, of: str) -> float:
        before = was[(was["candidate"] == of) & (was["part"] == part) & (was["metric"] == metric)]["value"]
        after = own[(own["part"] == part) & (own["metric"] == metric)]["value"]
        return float(before.iloc[0] / after.iloc[0]) if len(before) and len(after) else np.nan

    ratios = (
        ratio("cost", "fit_s", REFITTED),
        ratio("operation", "size_kib", UPLOADED),
        ratio("operation", "latency_p50_us", UPLOADED),
    )
    return Rewards(row["metric"], float(gain), float(min(low, high)), float(max(low, high)), *ratios)


def verdict(measured: Rewards, n_lines: int) -> str:
    """Whether to change the source code: only if the rewards outweigh the effort, and here is what both are.

    Parameters
    ----------
    measured : Rewards
    n_lines : int
        Lines of code to change, besides retraining, testing and releasing the model.
    """
    better, worse = measured.low > 0, measured.high < 0
    ratios = [r for r in (measured.fit_ratio, measured.size_ratio, measured.latency_ratio) if np.isfinite(r)]
    cheaper = any(r >= CLEARLY for r in ratios)
    if worse:
        head = "It costs score: swap only if what it saves is worth more" if cheaper else "No reward: leave it"
    elif better or cheaper:
        head = "Swap only if the rewards outweigh the effort"
    else:
        head = "No clear reward for the effort: leave it"
    return f"{head}. {effort(n_lines)}; measured: {'; '.join([scored(measured), *costs(measured)])}."


def effort_note(result: Any, strategy: str, candidate: str) -> str:
    """The verdict on one swap of a result.

    Raises
    ------
    ValueError
        If the result holds no such candidate.
    """
    measured = rewards(result, strategy, candidate)
    return verdict(measured, changed_lines(result.candidates[strategy, candidate].changes))


def effort(n_lines: int) -> str:
    return f"Effort: {n_lines} line{'' if n_lines == 1 else 's'} of code, a new fit, its tests and a release"


def scored(measured: Rewards) -> str:
    metric = METRICS[measured.metric]
    points = metric.unit == "" and metric.high == 1 and metric.low == 0
    by, unit = (100, " points") if points else (1, f" {metric.unit}".rstrip())
    low, high = (f"{by * v:+.{1 if points else 3}f}" for v in (measured.low, measured.high))
    gain = f"{'better' if measured.gain >= 0 else 'worse'} by {by * abs(measured.gain):.{1 if points else 3}f}"
    return f"{metric.title} {gain}{unit} (95 % interval {low} to {high})"


def costs(measured: Rewards) -> list[str]:
    told = (
        ("fits", measured.fit_ratio, "faster", "slower"),
        ("is", measured.size_ratio, "smaller", "larger"),
        ("answers a row", measured.latency_ratio, "faster", "slower"),
    )
    known = [(verb, r, less if r >= 1 else more) for verb, r, less, more in told if np.isfinite(r) and r > 0]
    return [f"{verb} {max(r, 1 / r):.3g}x {word}" for verb, r, word in known]
