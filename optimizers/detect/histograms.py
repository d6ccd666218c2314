"""One feature's two histograms: the reference beside a step, over the same bins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from optimizers.detect.samples import SortedSample, Tally, kind_of

COLUMNS = ["label", "left", "right", "reference_share", "step_share"]


def feature_histograms(X_ref: pd.DataFrame, X_step: pd.DataFrame, feature: str, n_bins: int = 20) -> pd.DataFrame:
    """Shares of the reference's and a step's rows in common bins.

    Numbers: a bin for every value if there are at most n_bins, else n_bins of equal width between the
    smallest 1st and the largest 99th percentile of the two; the outer bins also hold what lies beyond
    (their labels say so). Categories: the n_bins most common, by mean share of the two, the others
    together; those that the reference has not seen are marked. Missing values have a last row.

    Returns
    -------
    DataFrame
        At most n_bins + 2 rows, with label; left and right edge, right-closed (NaN for categories and
        missing values); reference_share and step_share of all rows, each summing to 1 (NaN without rows).

    Raises
    ------
    ValueError
        If the feature is in only one table or none, or n_bins is below 2.
    """
    for where, X in (("the reference", X_ref), ("the step", X_step)):
        if feature not in X:
            raise ValueError(f"Column {feature!r} is missing from {where}; choose one that both tables have.")
    if n_bins < 2:
        raise ValueError(f"n_bins must be at least 2; got {n_bins}.")
    if kind_of(X_ref[feature]) == "numeric":
        return _numeric(SortedSample.of(X_ref[feature]), SortedSample.of(X_step[feature], "the step"), n_bins)
    return _categorical(Tally.of(X_ref[feature]), Tally.of(X_step[feature]), n_bins)


def _numeric(reference: SortedSample, step: SortedSample, n_bins: int) -> pd.DataFrame:
    few = _few_values(reference, step, n_bins)
    edges = _edges_between(few) if few is not None else _equal_edges(reference, step, n_bins)
    labels = [f"{v:.12g}" for v in few] if few is not None else _range_labels(reference, step, edges)
    counts = [np.r_[_count(s.values, edges), s.n_missing] for s in (reference, step)]
    return _table([*labels, "missing"], np.r_[edges[:-1], np.nan], np.r_[edges[1:], np.nan], counts)


def _categorical(reference: Tally, step: Tally, n_bins: int) -> pd.DataFrame:
    counts = np.array(reference.align(step))
    new = step.categories[reference.categories.get_indexer(step.categories) < 0]
    labels = [*map(str, reference.categories), *(f"{c} (new)" for c in new)]
    shares = counts[:, :-1] / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    order = np.argsort(-shares.sum(axis=0), kind="stable")
    top, others = order[:n_bins], order[n_bins:]
    bins = np.column_stack([counts[:, top], counts[:, others].sum(axis=1), counts[:, -1]])
    names = [labels[i] for i in top] + [f"{len(others)} others", "missing"]
    return _table(names, np.full(len(names), np.nan), np.full(len(names), np.nan), bins)


def _table(labels: list[str], left: np.ndarray, right: np.ndarray, counts: list | np.ndarray) -> pd.DataFrame:
    with np.errstate(invalid="ignore"):
        shares = [c / c.sum() for c in counts]
    table = pd.DataFrame(dict(zip(COLUMNS, [labels, left, right, *shares], strict=True)))
    empty = np.add(*counts) == 0
    is_bin = np.arange(len(labels)) < len(labels) - (1 if np.isfinite(left[:1]).any() else 2)
    return table[is_bin | ~empty].reset_index(drop=True)


def _few_values(reference: SortedSample, step: SortedSample, n_bins: int) -> np.ndarray | None:
    """The distinct values if there are 1 to n_bins of them, all finite."""
    firsts = [s.values[np.r_[True, s.values[1:] > s.values[:-1]]] for s in (reference, step) if len(s.values)]
    if not firsts or max(map(len, firsts)) > n_bins:
        return None
    distinct = np.unique(np.concatenate(firsts))
    return distinct if len(distinct) <= n_bins and np.isfinite(distinct).all() else None


def _edges_between(values: np.ndarray) -> np.ndarray:
    """Edges halfway between neighbours, the outer ones as far out as the nearest inner ones."""
    middles = values[:-1] + np.diff(values) / 2
    first, last = (np.diff(values)[[0, -1]] / 2) if len(values) > 1 else (0.5, 0.5)
    return np.r_[values[0] - first, middles, values[-1] + last]


def _equal_edges(reference: SortedSample, step: SortedSample, n_bins: int) -> np.ndarray:
    finite = [v[np.isfinite(v)] for v in (reference.values, step.values)]
    tails = [np.quantile(v, [0.01, 0.99]) for v in finite if len(v)]
    low, high = (min(t[0] for t in tails), max(t[1] for t in tails)) if tails else (0.0, 1.0)
    return np.linspace(low, high if high > low else low + 1, n_bins + 1)


def _count(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    upto = np.searchsorted(values, edges[1:-1], side="right")
    return np.diff(np.concatenate(([0], upto, [len(values)])))


def _range_labels(reference: SortedSample, step: SortedSample, edges: np.ndarray) -> list[str]:
    digits = int(np.ceil(np.log10(np.abs(edges).max() / (edges[1] - edges[0])))) + 2
    text = [f"{e:.{max(digits, 2)}g}" for e in edges]
    labels = [f"{a} to {b}" for a, b in pairwise(text)]
    ends = [s.values[[0, -1]] for s in (reference, step) if len(s.values)]
    if ends and min(e[0] for e in ends) < edges[0]:
        labels[0] = f"up to {text[1]}"
    if ends and max(e[1] for e in ends) > edges[-1]:
        labels[-1] = f"over {text[-2]}"
    return labels
