"""Which labels look wrong, how many there are, and whether that is noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.clean.judge import judged
from optimizers.clean.told import labels_told
from optimizers.clean.unseen import FEW_ROWS
from optimizers.clean.values import value_noise
from optimizers.quiet import one_thread
from optimizers.words import counted

FEWEST_ROWS = 20
FEWEST_OF_A_CLASS = 5
OnProgress = Callable[[dict], None]


@dataclass(frozen=True, eq=False)
class LabelNoise:
    """What speaks against the labels of the learning rows; nothing is removed.

    Attributes
    ----------
    task : str
        "classification" or "regression".
    rate : (float, float, float)
        The estimated share of wrong labels with its 95 % interval, which holds for this judge.
    verdict : str
        "no sign of label noise", "label noise", "overlapping classes" or "label noise or overlapping classes";
        for a regressor "no sign of wrong values" or "outlying values".
    sentence : str
        The verdict in words, with its numbers.
    rule : str
        When a row is a suspect.
    how : str
        Who judged.
    by : str
        "model" or "forest".
    notes : tuple of str
        What was left out, a sentence each.
    suspects : DataFrame
        The most suspicious first. Labels: row (place among the learning rows), given, likely, given_probability,
        likely_probability, margin. Values: row, given, likely, residual, spread, ratio.
    joint : DataFrame
        given, likely, count (estimated rows), share (of the given label), low, high; empty for a regressor.
    sure : (float, float, float)
        The share of labels that differ from the judge's where that is surest.
    """

    task: str
    n_rows: int
    rate: tuple[float, float, float]
    verdict: str
    sentence: str
    rule: str
    how: str
    by: str
    suspects: pd.DataFrame
    joint: pd.DataFrame
    sure: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    notes: tuple[str, ...] = field(default=())

    def to_wire(self) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """Plain JSON values, and the frames "suspects" and "joint"."""
        plain = ("task", "n_rows", "verdict", "sentence", "rule", "how", "by")
        facts = {name: getattr(self, name) for name in plain} | {"n_suspects": len(self.suspects)}
        spans = {name: _span(getattr(self, name)) for name in ("rate", "sure")}
        return facts | spans | {"notes": list(self.notes)}, {"suspects": self.suspects, "joint": self.joint}


def _span(values: tuple[float, float, float]) -> list[float | None]:
    return [None if np.isnan(v) else float(v) for v in values]


def label_noise(
    model: Any, X: pd.DataFrame, y: pd.Series, seed: int = 0, on_progress: OnProgress | None = None, by: str = ""
) -> LabelNoise:
    """Find suspicious labels by confident learning, or suspicious values by their residuals.

    The model's recipe is refitted whole and asked about rows that it has not seen: out of bag for a
    bootstrapped forest, else in five folds. A forest judges instead where the model gives no probabilities
    or knows the given labels less well; `how` says so.

    Parameters
    ----------
    model : fitted estimator
        Never changed.
    X, y : learning rows
    by : str
        "model" or "forest" to settle who judges; empty to let the better one.

    Raises
    ------
    ValueError
        If there are too few rows or classes, or the recipe cannot be refitted.

    References
    ----------
    Northcutt, Jiang, Chuang (2021). Confident learning: estimating uncertainty in dataset labels. JAIR 70.
    """
    if len(y) < FEWEST_ROWS:
        raise ValueError(f"Judging labels needs at least {FEWEST_ROWS} learning rows; there are {len(y)}: bring more.")
    tell = _teller(on_progress)
    rows, given = model_input(model, X), y.to_numpy()
    if not hasattr(model, "classes_"):
        with one_thread(len(y) <= FEW_ROWS):
            judge = judged(model, rows, given, np.zeros(len(y), dtype=int), (), seed, tell, by)
        return LabelNoise(
            "regression", len(y), how=judge.how, by=judge.by, **value_noise(judge.said, given.astype(float))
        )
    codes, classes, kept, notes = _coded(y)
    with one_thread(len(y) <= FEW_ROWS):
        judge = judged(model, rows, given, codes, classes, seed, tell, by)
    told = labels_told(judge.said, codes, classes, kept)
    return LabelNoise("classification", len(y), how=judge.how, by=judge.by, notes=notes, **told)


def _teller(on_progress: OnProgress | None) -> Callable[[str], None]:
    return lambda doing: on_progress({"done": 0, "of": 0, "doing": doing}) if on_progress else None


def _coded(y: pd.Series) -> tuple[np.ndarray, list[Any], np.ndarray, tuple[str, ...]]:
    """Codes, classes, the codes that have rows enough to be judged, and what is left out."""
    if y.isna().any():
        raise ValueError(f"{counted(int(y.isna().sum()), 'learning row')} without a label; leave them out first.")
    labels = pd.Index(y.unique())
    classes = (labels.sort_values() if not labels.inferred_type.startswith("mixed") else labels).tolist()
    codes = pd.Index(classes).get_indexer(pd.Index(y))
    n = np.bincount(codes, minlength=len(classes))
    kept = np.flatnonzero(n >= FEWEST_OF_A_CLASS)
    if len(classes) < 2:
        raise ValueError("The learning rows hold one class only; labels can be judged when there are two or more.")
    if len(kept) < 2:
        raise ValueError(
            f"Judging labels needs two classes of at least {FEWEST_OF_A_CLASS} learning rows; bring more rows."
        )
    rare = len(classes) - len(kept)
    few = f"fewer than {FEWEST_OF_A_CLASS} learning rows"
    said = f"{counted(rare, 'class')} with {few} {'is' if rare == 1 else 'are'} not judged."
    return codes, classes, kept, (said,) if rare else ()
