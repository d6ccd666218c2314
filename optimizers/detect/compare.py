"""One feature of the reference, sorted or tallied once, to compare any number of steps with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from optimizers.detect.chi2 import chi2_test
from optimizers.detect.ks import ks_distance, ks_p_value, ranks
from optimizers.detect.psi import decile_counts, decile_edges, pool_rare, psi_of_counts
from optimizers.detect.samples import SortedSample, Tally
from optimizers.detect.wasserstein import wasserstein_sd

Compare = Callable[[pd.Series, int], dict]


def against(reference: pd.Series, kind: str) -> Compare:
    """A function of (a step's column, the step) that gives the statistics as columns of `feature_drift`."""
    return _numeric(reference) if kind == "numeric" else _categorical(reference)


def _numeric(reference_column: pd.Series) -> Compare:
    reference = SortedSample.of(reference_column)
    edges = decile_edges(reference.values)
    in_bins = decile_counts(reference, edges)

    def compare(column: pd.Series, step: int) -> dict:
        sample = SortedSample.of(column, f"step {step}")
        psi, noise = psi_of_counts(in_bins, decile_counts(sample, edges))
        distance, p_value, moved_sd = _distances(reference, sample)
        p_value = _or_missing(p_value, reference, sample)
        return _missing(reference, sample) | {
            "psi": psi, "psi_noise": noise, "statistic": distance, "p_value": p_value, "wasserstein_sd": moved_sd,
        }  # fmt: skip

    return compare


def _categorical(reference_column: pd.Series) -> Compare:
    reference = Tally.of(reference_column)

    def compare(column: pd.Series, step: int) -> dict:
        tally = Tally.of(column)
        counts = reference.align(tally)
        psi, noise = psi_of_counts(*pool_rare(*counts))
        _, p_value, v = chi2_test(*counts)
        return _missing(reference, tally) | {"psi": psi, "psi_noise": noise, "statistic": v, "p_value": p_value}

    return compare


def _distances(reference: SortedSample, sample: SortedSample) -> tuple[float, float, float]:
    """KS distance, its p-value and Wasserstein distance in sd, all from one merge."""
    n, m = len(reference.values), len(sample.values)
    if n == 0 or m == 0:
        return np.nan, np.nan, np.nan
    small, large = (sample, reference) if m <= n else (reference, sample)
    left, right = ranks(small.values, large.values)
    distance = ks_distance(left, right, len(large.values))
    return distance, ks_p_value(distance, n, m), wasserstein_sd(small, large, right, reference.sd)


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
