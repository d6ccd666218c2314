"""Where the model errs: the confusion matrix, or the residuals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.card.answers import Answers
from optimizers.card.bins import by_bin
from optimizers.metrics import wilson
from optimizers.words import counted

MOST_CLASSES, MOST_POINTS, MOST_BARS, LARGEST = 20, 2000, 60, 20
UNKNOWN = "(not known to the model)"


def confusion(given: Answers, classes: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Counts of (true, given) with the share of the true class, and its 95 % interval (Wilson).

    Beyond 20 classes the rarest are pooled. Labels that the model does not know have a row of their own.

    Returns
    -------
    frame : DataFrame
        One row per cell: true, given, count, share, low, high; in the order of the classes.
    notes : list of str
    """
    groups, names, notes = grouped(given.y, classes)
    counts = np.zeros((len(names), len(names)), dtype=int)
    np.add.at(counts, (groups[given.y], groups[given.given]), 1)
    totals = counts.sum(axis=1)
    records = []
    for t, g in np.ndindex(counts.shape):
        if names[g] == UNKNOWN and not counts[:, g].any():
            continue
        n, count = int(totals[t]), int(counts[t, g])
        share, low, high = (count / n, *wilson(count / n, 0.0, n)) if n else (np.nan, np.nan, np.nan)
        records.append({"true": names[t], "given": names[g], "count": count, "share": share, "low": low, "high": high})
    return pd.DataFrame(records, columns=["true", "given", "count", "share", "low", "high"]), notes


def grouped(y: np.ndarray, classes: list[str]) -> tuple[np.ndarray, list[str], list[str]]:
    """Which shown class each code belongs to (code -1 is the last entry), the shown names, and what was done."""
    n, shown, notes = len(classes), list(classes), []
    groups = np.arange(n + 1)
    if n > MOST_CLASSES:
        often = np.argsort(-np.bincount(y[y >= 0], minlength=n), kind="stable")
        kept = np.sort(often[: MOST_CLASSES - 1])
        groups[:] = len(kept)
        groups[kept] = np.arange(len(kept))
        shown = [classes[k] for k in kept] + [f"({n - len(kept)} others)"]
        notes.append(f"The {n - len(kept)} rarest of {n} classes are shown as one.")
    groups[-1] = len(shown)
    if (y < 0).any():
        shown.append(UNKNOWN)
        notes.append(f"The model does not know the label of {counted(int((y < 0).sum()), 'judging row')}.")
    return groups, shown, notes


def residuals(given: Answers, rng: np.random.Generator) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Residuals (actual minus predicted, in units of the target): points, histogram, bias by decile.

    Returns
    -------
    frames : dict
        "points" (row, predicted, actual, residual, largest), "histogram" (from, to, n_rows) and
        "bias" (bin, from, to, predicted, observed, low, high, n_rows; observed is the mean residual).
    notes : list of str
    """
    off = given.y - given.given
    points, notes = thinned(given, off, rng)
    bars, said = histogram(off)
    bias = by_bin(given.given, off, max(1, min(10, len(off) // 10)), shares=False)
    return {"points": points, "histogram": bars, "bias": bias}, notes + said


def thinned(given: Answers, off: np.ndarray, rng: np.random.Generator) -> tuple[pd.DataFrame, list[str]]:
    """At most 2,000 points: drawn evenly, so that density stays true, and the 20 largest residuals, marked."""
    n = len(off)
    largest = np.argsort(-np.abs(off), kind="stable")[:LARGEST]
    rest = np.setdiff1d(np.arange(n), largest)
    if n > MOST_POINTS:
        rest = np.sort(rng.choice(rest, MOST_POINTS - len(largest), replace=False))
    rows = np.sort(np.r_[largest, rest])
    frame = pd.DataFrame(
        {"row": rows, "predicted": given.given[rows], "actual": given.y[rows], "residual": off[rows]}
    ).assign(largest=np.isin(rows, largest))
    notes = [f"{len(rows):,} of {n:,} rows are drawn: a random part, and the {LARGEST} largest residuals."]
    return frame, notes if n > MOST_POINTS else []


def histogram(off: np.ndarray) -> tuple[pd.DataFrame, list[str]]:
    """At most 60 bars of equal width over the middle 99 %; what lies beyond is in the outer two.

    References
    ----------
    Freedman, Diaconis (1981). On the histogram as a density estimator: L2 theory.
    """
    low, high = np.quantile(off, [0.005, 0.995]) if len(off) >= 200 else (off.min(), off.max())
    q1, q3 = np.quantile(off, [0.25, 0.75])
    width = 2 * (q3 - q1) / len(off) ** (1 / 3)
    n_bars = int(np.clip((high - low) / width, 1, MOST_BARS)) if width > 0 else 1
    counts, edges = np.histogram(np.clip(off, low, high), bins=n_bars, range=(low, high) if high > low else None)
    beyond = int(((off < low) | (off > high)).sum())
    notes = [f"The outer two bars also hold the {counted(beyond, 'row')} beyond them."] if beyond else []
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "n_rows": counts}), notes


def error_frames(given: Answers, task: str, classes: list[str], rng: np.random.Generator) -> tuple[Any, list[str]]:
    """The panel's frames by name, whatever the task."""
    if task == "regression":
        return residuals(given, rng)
    frame, notes = confusion(given, classes)
    return {"confusion": frame}, notes
