"""One feature of the reference, sorted or tallied once, to compare any number of steps with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from optimizers.detect.chi2 import chi2_test
from optimizers.detect.jensen_shannon import jensen_shannon_of_counts
from optimizers.detect.ks import ks_distance, ks_p_value, ranks
from optimizers.detect.psi import decile_counts, decile_edges, pool_rare, psi_of_counts
from optimizers.detect.samples import SortedSample, Tally
from optimizers.detect.tied import run_ends, tied_ks_distance, tied_wasserstein
from optimizers.detect.wasserstein import in_sd, wasserstein

Compare = Callable[[Sequence[pd.Series]], list[dict]]


def against(reference: pd.Series, kind: str) -> Compare:
    """A function of the column at every step that gives the statistics as columns of `feature_drift`.

    A step without rows has none. All steps are placed in the reference before the first is compared any
    further: the reference then stays in the cache.
    """
    one = _numeric(reference) if kind == "numeric" else _categorical(reference)

    def compare(columns: Sequence[pd.Series]) -> list[dict]:
        begun = [one(column, step) if len(column) else dict for step, column in enumerate(columns)]
        return [finish() for finish in begun]

    return compare


def _numeric(reference_column: pd.Series) -> Callable[[pd.Series, int], Callable[[], dict]]:
    reference = SortedSample.of(reference_column)
    edges = decile_edges(reference.values)
    in_bins = decile_counts(reference, edges)

    def begin(column: pd.Series, step: int) -> Callable[[], dict]:
        sample = SortedSample.of(column, f"step {step}")
        placed = _placed(reference, sample)

        def finish() -> dict:
            distance, p_value, moved_sd = _distances(reference, sample, placed)
            p_value = _or_missing(p_value, reference, sample)
            moves = {"statistic": distance, "p_value": p_value, "wasserstein_sd": moved_sd}
            return _missing(reference, sample) | _of_bins(in_bins, decile_counts(sample, edges)) | moves

        return finish

    return begin


def _categorical(reference_column: pd.Series) -> Callable[[pd.Series, int], Callable[[], dict]]:
    reference = Tally.of(reference_column)

    def begin(column: pd.Series, step: int) -> Callable[[], dict]:
        tally = Tally.of(column)

        def finish() -> dict:
            counts = reference.align(tally)
            _, p_value, v = chi2_test(*counts)
            return _missing(reference, tally) | _of_bins(*pool_rare(*counts)) | {"statistic": v, "p_value": p_value}

        return finish

    return begin


def _of_bins(reference_counts: np.ndarray, step_counts: np.ndarray) -> dict:
    """What the shares in bins tell, the same bins for every statistic."""
    psi, noise = psi_of_counts(reference_counts, step_counts)
    return {"psi": psi, "psi_noise": noise, "jensen_shannon": jensen_shannon_of_counts(reference_counts, step_counts)}


Placed = tuple[SortedSample, SortedSample, np.ndarray | None, np.ndarray, np.ndarray]


def _placed(reference: SortedSample, sample: SortedSample) -> Placed | None:
    """The smaller sample, the larger, the smaller one's runs of equal values, and their ranks in the larger."""
    n, m = len(reference.values), len(sample.values)
    if n == 0 or m == 0:
        return None
    small, large = (sample, reference) if m <= n else (reference, sample)
    ends = run_ends(small.values)
    return small, large, ends, *ranks(small.values if ends is None else small.values[ends - 1], large.values)


def _distances(reference: SortedSample, sample: SortedSample, placed: Placed | None) -> tuple[float, float, float]:
    """KS distance, its p-value and Wasserstein distance in sd, all from one merge."""
    if placed is None:
        return np.nan, np.nan, np.nan
    small, large, ends, left, right = placed
    n, m = len(large.values), len(small.values)
    if ends is None:
        distance, moved = ks_distance(left, right, n), wasserstein(small, large, right)
    else:
        distance = tied_ks_distance(ends, left, right, n, m)
        moved = tied_wasserstein(small, ends, large, right)
    return distance, ks_p_value(distance, n, m), in_sd(moved, reference.sd)


def _or_missing(p_value: float, reference: SortedSample, sample: SortedSample) -> float:
    """The values' p-value, or that of the missing share if it says more; doubled, for two looks."""
    if reference.n_missing + sample.n_missing == 0:
        return p_value
    counts = (np.array([len(s.values), s.n_missing]) for s in (reference, sample))
    _, p_missing, _ = chi2_test(*counts)
    return p_missing if np.isnan(p_value) else min(1.0, 2 * min(p_value, p_missing))


def _missing(reference: SortedSample | Tally, sample: SortedSample | Tally) -> dict:
    shares = [s.n_missing / s.n_rows for s in (reference, sample)]
    return {"missing_share_reference": shares[0], "missing_share": shares[1]}
