"""Every feature at every step against the reference, in one tidy table."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import cast

import pandas as pd

from optimizers.detect.compare import against
from optimizers.detect.correction import CORRECTIONS
from optimizers.detect.samples import kind_of

COLUMNS = [
    "step", "feature", "kind", "n_rows", "missing_share_reference", "missing_share", "psi", "psi_noise",
    "statistic", "p_value", "p_adjusted", "drifted", "wasserstein_sd", "jensen_shannon",
]  # fmt: skip

Steps = Sequence[pd.DataFrame] | tuple[pd.DataFrame, Sequence[int]]


def feature_drift(
    X_ref: pd.DataFrame, steps: Steps, alpha: float = 0.05, *, correction: str = "benjamini-hochberg"
) -> pd.DataFrame:
    """How far each feature has moved from the reference at each step.

    The reference column is sorted, or tallied, once and serves all steps. Where steps are drawn from
    judging rows and the reference is the training rows, a difference between these two is a true shift
    and shows at every step, drift or not.

    With many rows any difference is significant, so read `drifted` (is it more than chance?) beside the
    sizes `psi`, `statistic`, `jensen_shannon` and `wasserstein_sd` (does it matter?).

    Parameters
    ----------
    X_ref : (n, n_features) DataFrame
        Numbers, dates, booleans, text or categories; missing values are welcome.
    steps : sequence of DataFrames, or (DataFrame, bounds)
        Each with X_ref's columns (others are ignored), of any number of rows, 0 included. With bounds,
        step i is rows bounds[i] to bounds[i + 1] of the one table.
    alpha : float
        Rate of false alarms after correction over all features and steps.
    correction : {"benjamini-hochberg", "holm"}

    Returns
    -------
    DataFrame
        One row per (step, feature), steps counted from 0, with n_rows; kind, "numeric" or "categorical";
        the missing shares of reference and step; psi on the reference's deciles or categories, missing
        values in a bin of their own, and psi_noise, below which chance alone keeps it in 95 of 100
        cases; statistic, the Kolmogorov-Smirnov distance of the non-missing values or an equally weighted
        Cramer's V, both in [0, 1]; p_value, of the values or of the missing share, whichever is more
        surprising (then doubled, for two looks); p_adjusted; drifted, p_adjusted <= alpha;
        wasserstein_sd, in standard deviations of the reference (NaN for categories); and jensen_shannon, a
        distance in [0, 1] over the bins of psi. NaN without rows.

    Raises
    ------
    ValueError
        If the reference has no rows, a column is missing from a step or named twice, or text stands
        where the reference has numbers.
    """
    _check(X_ref, steps)
    if correction not in CORRECTIONS:
        raise ValueError(f"correction must be one of {', '.join(CORRECTIONS)}; got {correction!r}.")
    rows = [row for feature in X_ref for row in _feature_rows(X_ref[feature], steps)]
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values("step", kind="stable", ignore_index=True)
    table["p_adjusted"] = CORRECTIONS[correction](table["p_value"].to_numpy(dtype=float))
    table["drifted"] = table["p_adjusted"] <= alpha
    return table


def _feature_rows(reference: pd.Series, steps: Steps) -> Iterator[dict]:
    kind = kind_of(reference)
    columns = list(_columns(steps, reference.name))
    for step, found in enumerate(against(reference, kind)(columns)):
        yield {"step": step, "feature": reference.name, "kind": kind, "n_rows": len(columns[step])} | found


def _columns(steps: Steps, feature: Hashable) -> Iterator[pd.Series]:
    bounded = _bounded(steps)
    if bounded is None:
        yield from (X[feature] for X in cast(Sequence[pd.DataFrame], steps))
        return
    X, bounds = bounded
    column = X[feature]
    yield from (column.iloc[start:end] for start, end in pairwise(bounds))


def _bounded(steps: Steps) -> tuple[pd.DataFrame, Sequence[int]] | None:
    """The table and its bounds, if that is what the steps are."""
    is_pair = isinstance(steps, tuple) and len(steps) == 2 and not isinstance(steps[1], pd.DataFrame)
    return cast(tuple[pd.DataFrame, Sequence[int]], steps) if is_pair else None


def _check(X_ref: pd.DataFrame, steps: Steps) -> None:
    if len(X_ref) == 0:
        raise ValueError("The reference has no rows; give it at least one, better a few hundred.")
    bounded = _bounded(steps)
    tables = {f"step {i}": X for i, X in enumerate(cast(Sequence[pd.DataFrame], steps))} if bounded is None else {}
    whole = {"the steps' table": bounded[0]} if bounded else {}
    for where, X in {"the reference": X_ref, **whole, **tables}.items():
        twice = X.columns[X.columns.duplicated()].intersection(X_ref.columns)
        if len(twice):
            raise ValueError(f"Column {twice[0]!r} occurs twice in {where}; give every column its own name.")
        lacking = X_ref.columns.difference(X.columns, sort=False)
        if len(lacking):
            name = lacking[0]
            raise ValueError(f"Column {name!r} is missing from {where}; give every step the reference's columns.")
