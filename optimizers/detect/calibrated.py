"""Alarms that keep their promise: the threshold comes from splitting the reference itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.detect.features import Steps, _check, _columns, feature_drift
from optimizers.detect.samples import SortedSample, _as_numbers, kind_of

MEMORY = 3  # steps whose ranks are looked at together, for what creeps
FEWEST_PSEUDO_STEPS = 400
SMALLEST_P = 1e-300
STATISTICS = ("distribution", "mean rank", f"mean rank of {MEMORY} steps")
COLUMNS = ["step", "statistic", "value", "threshold", "alarm", "feature", "features"]


def calibrated_alarms(X_ref: pd.DataFrame, steps: Steps, rate: float = 0.05, seed: int = 0) -> pd.DataFrame:
    """Which steps differ from the reference, with at most the stated share of false alarms.

    Each feature is looked at in three ways: its distribution (Kolmogorov-Smirnov or chi-square, and the missing
    share), the mean rank of its values, and that of the last three steps together. The smallest p-value of all
    these is a step's value. How small it becomes without drift is found on the reference, shuffled and cut
    again and again into a reference and steps of the same size: the share of alarms counts steps, whatever the
    number of features, however these depend on each other.

    Parameters
    ----------
    X_ref, steps
        As `feature_drift` takes them.
    rate : float
        Share of the steps that alarm when nothing has changed.
    seed : int

    Returns
    -------
    DataFrame
        One row a step: step; statistic, which of the three was the most surprising; value, minus the decimal
        logarithm of the smallest p-value; threshold; alarm; feature, the most surprising one; and features, all
        above the threshold, with commas. NaN and no alarm for a step without rows.

    Raises
    ------
    ValueError
        If the reference has fewer than 40 rows, or the columns do not fit.

    References
    ----------
    Westfall, Young (1993). Resampling-Based Multiple Testing (the smallest p-value of dependent tests).
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate must be between 0 and 1; got {rate}.")
    _check(X_ref, steps)
    if len(X_ref) < 40:
        raise ValueError(f"The reference has {len(X_ref)} rows; splitting it needs at least 40.")
    sizes = [len(column) for column in _columns(steps, X_ref.columns[0])] if X_ref.shape[1] else []
    found = surprises(X_ref, steps)
    typical = int(np.median([n for n in sizes if n] or [1]))
    threshold = threshold_of(X_ref, typical, rate, np.random.default_rng(seed))
    names, rows = list(X_ref), []
    for step, (n, values) in enumerate(zip(sizes, found)):
        best = np.unravel_index(np.argmax(values), values.shape)
        above = [names[k] for k in np.argsort(-values.max(axis=0)) if values[:, k].max() > threshold]
        value = float(values[best]) if n else np.nan
        rows.append((step, STATISTICS[best[0]], value, threshold, n > 0 and value > threshold, names[best[1]],
                     ", ".join(map(str, above))))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def surprises(X_ref: pd.DataFrame, steps: Steps) -> np.ndarray:
    """(n_steps, 3, n_features) minus the decimal logarithms of the p-values; 0 where there is none."""
    moved = feature_drift(X_ref, steps)
    n_features = X_ref.shape[1]
    found = np.ones((len(moved) // max(1, n_features), 3, n_features))
    found[:, 0] = moved["p_value"].to_numpy(dtype=float).reshape(-1, n_features)
    for k, name in enumerate(X_ref):
        if kind_of(X_ref[name]) == "numeric":
            found[:, 1, k], found[:, 2, k] = rank_p_values(X_ref[name], [*_columns(steps, name)])
    return -np.log10(np.clip(np.nan_to_num(found, nan=1.0), SMALLEST_P, 1.0))


def rank_p_values(reference: pd.Series, columns: list[pd.Series]) -> tuple[np.ndarray, np.ndarray]:
    """p-values of the mean rank (Mann and Whitney's) of each step, and of the last few steps together."""
    from scipy.special import ndtr

    ordered = SortedSample.of(reference).values
    n, z, shared = len(ordered), np.zeros(len(columns)), np.zeros(len(columns))
    for s, column in enumerate(columns):
        values = SortedSample.of(column, f"step {s}").values
        m = len(values)
        if n and m:
            places = (np.searchsorted(ordered, values) + np.searchsorted(ordered, values, "right")) / (2 * n)
            z[s] = (places.mean() - 0.5) / np.sqrt((n + m + 1) / (12 * n * m))
            shared[s] = m / (n + m)  # correlation of two steps through the reference that both are judged by
    together = z.copy()
    for s in range(1, len(z)):
        last = z[max(0, s - MEMORY + 1) : s + 1]
        k, rho = len(last), shared[s]
        together[s] = last.sum() / np.sqrt(k + k * (k - 1) * rho)
    return 2 * ndtr(-np.abs(z)), 2 * ndtr(-np.abs(together))


def threshold_of(X_ref: pd.DataFrame, n_step: int, rate: float, rng: np.random.Generator) -> float:
    """What so small a share of pseudo-steps exceeds, on the safe side; a short reference is drawn from again."""
    n = len(X_ref)
    apart = n_step * 2 * MEMORY <= n
    n_pseudo = min(n // (2 * n_step), 20) if apart else 4 * MEMORY
    early = MEMORY - 1 if n_pseudo >= 2 * MEMORY else 0  # steps that have fewer before them to be looked at with
    largest: list[float] = []
    while len(largest) < FEWEST_PSEUDO_STEPS:
        if apart:
            order = rng.permutation(n)
            split = n - n_pseudo * n_step
        else:
            order, split = np.r_[rng.integers(0, n, n), rng.integers(0, n, n_pseudo * n_step)], n
        bounds = np.arange(n_pseudo + 1) * n_step
        drawn = X_ref.iloc[order] if apart else spread(X_ref, order, rng)
        values = surprises(drawn.iloc[:split], (drawn.iloc[split:], bounds))
        largest += values.max(axis=(1, 2))[early:].tolist()
    ordered, n_false = np.sort(largest), rate * len(largest)
    spare = np.sqrt(n_false * (1 - rate))  # one standard error of what chance puts above the threshold
    return float(ordered[max(0, len(ordered) - 1 - int(max(0.0, n_false - spare)))])


def spread(X_ref: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Rows drawn with repetition, their numbers moved a little: at most halfway to the next value in the reference.

    Ties would make the tests more silent on what is drawn than on what comes. Numbers that repeat by themselves
    are left alone.
    """
    drawn = X_ref.iloc[rows].reset_index(drop=True)
    for name in X_ref:
        values = SortedSample.of(X_ref[name]).values if kind_of(X_ref[name]) == "numeric" else np.zeros(0)
        own = np.unique(values[np.isfinite(values)])
        if len(own) <= max(1, len(values) / 2):
            continue
        cuts = np.r_[own[0], own[:-1] + np.diff(own) / 2, own[-1]]
        numbers = np.array(_as_numbers(drawn[name], "the reference"))
        there = np.isfinite(numbers)
        place = np.searchsorted(own, numbers[there])
        numbers[there] = rng.uniform(cuts[place], cuts[place + 1])
        drawn[name] = numbers
    return drawn
