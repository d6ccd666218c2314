"""Probabilities turned into suspects, counts and a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.clean.confident import calibrated, confident_joint, noise_rate, prune_by_noise_rate
from optimizers.clean.overlap import EITHER, NOISE, NOTHING, OVERLAP, WEAK, disagreement, verdict
from optimizers.metrics import wilson
from optimizers.words import counted

RULE = (
    "For each pair of labels, as many rows as confident learning counts wrong are suspects: those that lean most "
    "to the other label; ranked by the probability of the given label minus that of the likely one."
)
MEANING = {
    NOTHING: "The labels show no sign of noise",
    NOISE: "This looks like label noise: labels differ where the judge is surest nearly as often as elsewhere "
    "(classes that overlap evenly everywhere would look the same)",
    OVERLAP: "These look like overlapping classes rather than label noise: they hardly differ where the judge is sure",
    EITHER: "This is label noise or overlapping classes: the rows do not tell the two apart",
}


def labels_told(p: np.ndarray, codes: np.ndarray, classes: list[Any], kept: np.ndarray) -> dict[str, Any]:
    """The fields of `LabelNoise` that follow from the probabilities.

    Parameters
    ----------
    p : ndarray of shape (n_rows, n_classes)
    codes : ndarray of shape (n_rows,)
    classes : list
    kept : ndarray of int
        The classes with rows enough; rows of the others are no suspects, and nobody's likely label.
    """
    rows = np.flatnonzero(np.isin(codes, kept))
    p, y = p[np.ix_(rows, kept)], np.searchsorted(kept, codes[rows])
    n_given, counts = np.bincount(y), confident_joint(p, y)
    whole = calibrated(counts, n_given)
    flagged = np.flatnonzero(prune_by_noise_rate(p, y, whole))
    sure, overall = disagreement(p, y)
    rate = noise_rate(counts, n_given)
    found = verdict(rate, len(flagged), sure, overall)
    names = [classes[k] for k in kept]
    return {
        "rate": rate,
        "verdict": found,
        "sentence": sentence(found, rate, len(flagged), sure, overall),
        "rule": RULE,
        "suspects": suspects(p[flagged], y[flagged], rows[flagged], names),
        "joint": joint_frame(counts, whole, names),
        "sure": sure,
    }


def suspects(p: np.ndarray, y: np.ndarray, rows: np.ndarray, names: list[Any]) -> pd.DataFrame:
    """One row a suspect, the most suspicious first."""
    likely = p.argmax(axis=1)
    every = np.arange(len(y))
    own, other = p[every, y], p[every, likely]
    order = np.lexsort((rows, own, own - other))
    labels = np.array(names, dtype=object)
    return pd.DataFrame({
        "row": rows, "given": pd.Series(labels[y]).infer_objects(), "likely": pd.Series(labels[likely]).infer_objects(),
        "given_probability": own, "likely_probability": other, "margin": own - other,
    }).iloc[order].reset_index(drop=True)  # fmt: skip


def joint_frame(counts: np.ndarray, whole: np.ndarray, names: list[Any]) -> pd.DataFrame:
    """given, likely, count, share of the given label, low, high (Wilson, of the rows that were counted)."""
    records = []
    for g, k in np.ndindex(counts.shape):
        n = int(counts[g].sum())
        share = float(counts[g, k] / n)
        low, high = wilson(share, 0.0, n)
        cell = {"given": str(names[g]), "likely": str(names[k]), "count": int(whole[g, k])}
        records.append(cell | {"share": share, "low": low, "high": high})
    return pd.DataFrame(records)


def sentence(
    found: str, rate: tuple[float, float, float], n: int, sure: tuple[float, float, float], overall: float
) -> str:
    """The verdict with its numbers."""
    span = f"{100 * rate[0]:.1f} % (95 % CI {100 * rate[1]:.1f} to {100 * rate[2]:.1f} %)"
    are = "is a suspect" if n == 1 else "are suspects"
    numbers = f"an estimated {span} of the labels are wrong, {counted(n, 'row')} {are}"
    odds = f"{100 * sure[0]:.1f} % of the labels where it is surest, {100 * overall:.1f} % overall"
    where = f"the judge is at odds with {odds}"
    if found == NOTHING:
        return f"{MEANING[found]}. Taken for noise, it would be {span}, {counted(n, 'suspect')}."
    if found == OVERLAP:
        return f"{MEANING[found]}. Taken for noise, it would be {span}, {counted(n, 'suspect')}; {where}."
    weak = " The judge is too weak to accuse any label: a better model may agree with them." if overall > WEAK else ""
    return f"{MEANING[found]}. If it is noise, {numbers}; {where}.{weak}"
