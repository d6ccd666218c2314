"""Whether what runs in a model's place answers as the model does."""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.deploy.rows_to_try import RowsToTry, rows_to_try
from optimizers.deploy.ties import METHODS, relabelled, tied

EQUAL, CLOSE, FAILS = "equal", "close", "fails"
COLUMNS = ("rows", "n_rows", "n_changed", "n_tied", "largest_difference", "wrong", "refused")


@dataclass(frozen=True, eq=False)
class Verification:
    """What was tried, and how it came out.

    Attributes
    ----------
    table : DataFrame
        One row a kind of rows: rows, n_rows, n_changed (labels), n_tied (of them at ties), largest_difference (of
        probabilities, of decision values or values over one plus their size), wrong (why it fails; empty if it
        does not),
        refused (by the export: allowed of missing values, where X has none).
    verdict : str
        "equal": bit for bit; "close": within the tolerance; "fails".
    said : str
        The verdict in one sentence.
    """

    table: pd.DataFrame
    verdict: str
    said: str

    @property
    def passed(self) -> bool:
        return self.verdict != FAILS


def verified(
    original: Any, export: Any, X: pd.DataFrame, seed: int = 0, *, tolerance: float = 1e-4, most_changed: float = 0.0
) -> Verification:
    """Compare labels, probabilities and decision values, on rows where exports are known to go wrong.

    Kinds of rows that the original refuses are left out. At a tie, where the original scores both labels alike to six
    digits or changes its own at a hair's breadth, an export may give either: which one comes out is rounding. Such
    labels are counted and said, for every model; any other that changes counts against `most_changed`.

    Parameters
    ----------
    original, export : fitted models
    X : DataFrame of shape (n_rows, n_features)
        Rows as the original takes them; others are made of these.
    seed : int
    tolerance : float
        Largest difference of a probability; of a decision value or a value, over one plus its size.
    most_changed : float
        Largest share of labels that change otherwise than at ties, of each kind of rows.
    """
    rng, original = np.random.default_rng(seed), copy.deepcopy(original)  # a neighbours' tree counts its calls
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        tried = [compared(original, export, part, tolerance, most_changed) for part in rows_to_try(original, X, rng)]
    table = pd.DataFrame([row for row in tried if row], columns=list(COLUMNS))
    bad = table[table["wrong"] != ""]
    if len(bad):
        return Verification(table, FAILS, f"It does not answer as the original does: {bad['wrong'].iloc[0]}.")
    answered = table[~table["refused"].astype(bool)]
    largest, n_changed = answered["largest_difference"].max(), int(answered["n_changed"].sum())
    n, more = int(answered["n_rows"].sum()), "" if len(answered) == len(table) else " It refuses missing values."
    if not n_changed and largest == 0:
        said = f"All answers on {n:,} rows of {len(answered)} kinds are equal, bit for bit.{more}"
        return Verification(table, EQUAL, said)
    flips = (
        f"{n_changed:,} labels of {n:,} rows differ{where(answered)}"
        if n_changed
        else f"no label of {n:,} rows differs"
    )
    return Verification(table, CLOSE, f"Answers differ by {largest:.2g} at most; {flips}.{more}")


def where(answered: pd.DataFrame) -> str:
    """How many of the labels that changed did so where the original itself is undecided."""
    changed, tied = answered["n_changed"].sum(), answered["n_tied"].sum()
    return ", at ties" if tied == changed else f", {tied:,} of them at ties" if tied else ""


def compared(original: Any, export: Any, part: RowsToTry, tolerance: float, most_changed: float) -> dict | None:
    """One kind of rows; None where the original refuses them."""
    try:
        expected = answers(original, part)
    except Exception:  # whatever it is, the original does not answer such rows
        return None
    n = len(part.rows)
    try:
        given = answers(export, part, expected)
    except Exception as refusal:
        if not part.needed and isinstance(refusal, ValueError):
            return dict(zip(COLUMNS, (part.name, n, 0, 0, np.nan, "", True)))
        why = f"the original answers {part.name}, the export does not ({type(refusal).__name__})"
        return dict(zip(COLUMNS, (part.name, n, 0, 0, np.nan, why, True)))
    changed, largest = differences(expected, given)
    ties = changed & tied(original, expected, given)
    if part.beside is not None and (largest > tolerance or changed.any()):
        other = answers(original, replace(part, rows=part.beside), expected)
        if other["predict"].shape == given["predict"].shape:
            ties |= changed & ~relabelled(other["predict"], given["predict"])
        if largest > tolerance:
            largest = differences({m: nearer(expected[m], other[m], given[m]) for m in given}, given)[1]
    n_changed, n_tied = int(changed.sum()), int(ties.sum())
    why = wrong(part, n, n_changed - n_tied, n_tied, largest, tolerance, most_changed)
    return dict(zip(COLUMNS, (part.name, n, n_changed, n_tied, largest, why, False)))


def wrong(
    part: RowsToTry, n: int, changed: int, n_tied: int, largest: float, tolerance: float, most_changed: float
) -> str:
    """What is beyond the limits; empty if nothing is."""
    if not largest <= tolerance:
        return f"values differ by up to {largest:.2g} on {part.name}, {tolerance:.2g} is allowed"
    if changed > most_changed * n:
        beside = f", beside {n_tied} at ties" if n_tied else ""
        return f"{changed} of {n} labels change on {part.name} ({100 * changed / n:.2g} %){beside}"
    return ""


def answers(model: Any, part: RowsToTry, like: dict[str, np.ndarray] | None = None) -> dict[str, np.ndarray]:
    """Method -> what the model gives; of an export whatever the original gives.

    Raises
    ------
    AttributeError
        If the export lacks a method of the original.
    """
    rows = model_input(model, part.rows)
    cuts = [slice(i, i + 1) for i in range(len(part.rows))] if part.one_by_one else [slice(None)]
    methods = list(like) if like is not None else ["predict", *(m for m in METHODS if hasattr(model, m))]
    if like is not None and "predict_proba" in like and not hasattr(model, "decision_function"):
        methods = [m for m in methods if m != "decision_function"]  # probabilities say as much
    taken = rows.iloc if hasattr(rows, "iloc") else rows
    return {m: np.concatenate([np.asarray(getattr(model, m)(taken[cut])) for cut in cuts]) for m in methods}


def nearer(own: np.ndarray, other: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Row by row that of the original's two answers which is nearer to the export's."""
    if own.dtype.kind != "f" or own.shape != given.shape:
        return own
    columns = tuple(range(1, own.ndim))
    closer = np.abs(other - given).sum(axis=columns) < np.abs(own - given).sum(axis=columns)
    return np.where(closer.reshape(-1, *(1 for _ in columns)), other, own)


def differences(expected: dict[str, np.ndarray], given: dict[str, np.ndarray]) -> tuple[np.ndarray, float]:
    """The rows whose label changed, and the largest difference of numbers; infinite where shapes differ."""
    changed, largest = np.zeros(len(expected["predict"]), dtype=bool), 0.0
    for method, values in given.items():
        own = expected[method]
        if values.shape != own.shape:
            return np.ones(len(own), dtype=bool), np.inf
        if method == "predict" and (own.dtype.kind != "f" or len(given) > 1):  # floats may be classes
            changed = relabelled(own, values)
        else:
            scale = 1.0 if method == "predict_proba" else 1 + np.abs(own)
            gap = np.abs(own - values) / scale
            largest = max(largest, float(np.where(np.isnan(own) & np.isnan(values), 0.0, gap).max(initial=0.0)))
            largest = np.inf if np.isnan(values).any() and not np.isnan(own).any() else largest
    return changed, largest
