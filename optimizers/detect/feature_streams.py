"""Change detectors row by row over every feature, quiet together at a stated rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.detect.coded import Coding
from optimizers.detect.cumulative import CUSUM, PageHinkley
from optimizers.detect.kswin import KSWIN, gap_p_values
from optimizers.detect.stream import Stream
from optimizers.detect.streaming import ADWIN

WATCHERS = ("ADWIN", "Page-Hinkley", "KSWIN", "CUSUM")
COLUMNS = ["step", "row", "feature", "what"]
PSEUDO_STEPS, FEWEST_PSEUDO_STEPS, MOST_PSEUDO_ROWS = 400, 40, 1_000_000
SLACK, WARM_UP = 0.25, 200
LOOKS, KSWIN_ROWS = 100, 25  # KSWIN tests at most so often a step, and at most every so many rows
NEWEST, WINDOW = 100, 300
SMALLEST = 1e-6  # the limit of a stream too short to get any level

Name = tuple[str, str]


@dataclass(frozen=True)
class Watch:
    """A detector for every stream, with thresholds at which all of them together keep their promise.

    Attributes
    ----------
    name : str
        Which of `WATCHERS`.
    coding : Coding
    sd : dict
        Of each stream, on the reference.
    limits : dict
        Of each stream: the level above which it alarms; of ADWIN its delta.
    clock : int
        Rows between two tests of KSWIN.
    """

    name: str
    coding: Coding
    sd: dict[Name, float]
    limits: dict[Name, float]
    clock: int

    def alarms(self, X: pd.DataFrame, bounds: Sequence[int] | np.ndarray) -> pd.DataFrame:
        """Every alarm of every stream; each detector begins anew after its own.

        Returns
        -------
        DataFrame
            One row an alarm, in time order: step, row, feature, and what: "" for its values, "a missing value".
        """
        rows = []
        for key, values in self.coding.streams(X).items():
            found = self.detector(key).update(values) if len(values) and np.ptp(values) > 0 else []
            rows += [(int(np.searchsorted(bounds, row, side="right")) - 1, row, *key) for row in found]
        every = pd.DataFrame(rows, columns=COLUMNS).sort_values("row", kind="stable", ignore_index=True)
        return every.astype({"step": int, "row": int})

    def detector(self, key: Name) -> Stream:
        """A fresh detector of one stream."""
        limit = self.limits[key]
        if self.name == "ADWIN":
            return ADWIN(delta=limit)
        if self.name == "KSWIN":
            p_values = np.append(gap_p_values(NEWEST), 0.0)
            return KSWIN(float(p_values[int(limit * NEWEST + 1e-9) + 1]), WINDOW, NEWEST, self.clock)
        return levelled(self.name, self.sd[key], self.clock, limit)


def watch(
    name: str, X_ref: pd.DataFrame, bounds: Sequence[int] | np.ndarray, rate: float = 0.05, seed: int = 0
) -> Watch:
    """Make a detector ready for all features of a stream of steps.

    With many features false alarms add up. So for Page-Hinkley, KSWIN and CUSUM worlds without drift are drawn
    from the reference, rows whole, with as many steps: each stream's level is measured in units of the one it
    exceeds in one step of twenty, and the threshold is what the largest of all streams exceeds in the stated
    share of these steps. ADWIN has a bound on its chance of a false alarm at each look, which is divided by
    the number of streams and looks; it is quieter than stated. Rows are taken as independent of each other:
    where they follow one another, as in a real timeline, all of them alarm more often.

    Parameters
    ----------
    name : str
        One of `WATCHERS`.
    X_ref : DataFrame
        What the coding and the thresholds are learned from; the detectors compare the stream with itself.
    bounds : sequence of int
        Step s is rows bounds[s] to bounds[s + 1].
    rate : float
        Share of the steps in which any feature alarms when nothing has changed.
    seed : int

    Raises
    ------
    ValueError
        If there is no such detector, the reference has no rows, or ADWIN's package is not installed.
    """
    if name not in WATCHERS:
        raise ValueError(f"There is no detector over features named {name!r}; choose one of {', '.join(WATCHERS)}.")
    if not len(X_ref):
        raise ValueError("The reference has no rows; give it at least one, better a few hundred.")
    coding, sizes = Coding.of(X_ref), np.diff(bounds)
    streams = coding.streams(X_ref)
    floor = np.sqrt(0.5 / len(X_ref) * (1 - 0.5 / len(X_ref)))  # that of half a row
    sd = {key: max(float(values.std()), float(floor)) for key, values in streams.items()}
    typical = max(1, -(-int(sizes.sum()) // max(1, len(sizes))))  # so that no world is shorter than the true one
    clock = max(KSWIN_ROWS, typical // LOOKS)
    if name == "ADWIN":
        delta = max(1e-12, rate / (len(X_ref.columns) * -(-typical // ADWIN.clock)))
        return Watch(name, coding, sd, dict.fromkeys(streams, delta), clock)
    worlds = pseudo_worlds(len(X_ref), typical, max(1, len(sizes)), np.random.default_rng(seed))
    largest = {key: largest_levels(name, values, sd[key], clock, worlds, typical) for key, values in streams.items()}
    return Watch(name, coding, sd, common_limits(largest, rate), clock)


def pseudo_worlds(n_ref: int, n_step: int, n_steps: int, rng: np.random.Generator) -> np.ndarray:
    """(n_worlds, n_rows) rows of the reference, drawn again and again; every world as long as the true one."""
    enough = min(PSEUDO_STEPS, max(FEWEST_PSEUDO_STEPS, MOST_PSEUDO_ROWS // n_step))
    return rng.integers(0, n_ref, (-(-enough // n_steps), n_steps * n_step))


def largest_levels(name: str, values: np.ndarray, sd: float, clock: int, worlds: np.ndarray, n_step: int) -> np.ndarray:
    """The largest level in each step of every world, as if there had been no alarm."""
    if np.ptp(values) == 0:
        return np.zeros(worlds.size // n_step)
    levels = [levelled(name, sd, clock).levels(values[rows]) for rows in worlds]
    return np.concatenate(levels).reshape(-1, n_step).max(axis=1)


def levelled(name: str, sd: float, clock: int, threshold: float = 1e12) -> PageHinkley | KSWIN | CUSUM:
    """A detector in both directions; `sd` is the stream's."""
    if name == "KSWIN":
        return KSWIN(0.0, WINDOW, NEWEST, clock)
    if name == "CUSUM":
        return CUSUM(warm_up=WARM_UP, slack=SLACK, threshold=min(threshold, 1e6), direction="both")
    return PageHinkley(warm_up=WARM_UP, delta=SLACK * sd, threshold=threshold, direction="both")


def common_limits(largest: dict[Name, np.ndarray], rate: float) -> dict[Name, float]:
    """The level of each stream above which it alarms, so that all of them together do at the stated rate."""
    usual = {key: float(np.quantile(levels, 0.95)) for key, levels in largest.items()}
    lively = [u for u in usual.values() if u > 0] or [1.0]
    unit = {key: u if u > 0 else float(np.median(lively)) for key, u in usual.items()}
    together = np.sort(np.max([levels / unit[key] for key, levels in largest.items()], axis=0))
    n = len(together)
    limit = float(together[max(0, n - max(1, int(rate * (n + 1))))])
    return {key: max(limit * u, SMALLEST) for key, u in unit.items()}
