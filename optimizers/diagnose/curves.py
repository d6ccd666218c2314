"""What stands beside the verdict: the learning curve, the validation curve, and predictions that flip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimizers.diagnose.resampled import SPLIT_RATIO, Resampled, Split, corrected_t, stratified_order, told_or_none
from optimizers.diagnose.rows import DiagnosisRows
from optimizers.diagnose.settings import LESS, MORE, Setting

SHARES = (1 / 16, 1 / 8, 1 / 4)  # of all rows, beside the half that every fold has
LAST_FOLDS = 5  # the last point of the curve learns from four of five parts of the rows
FEWEST = 10
FAR = 0.5  # in standard deviations of the target: how far apart two values are that differ

PARTS = ("training", "validation")


Point = tuple[int, Sequence[float], Sequence[float], float]  # rows, training and validation scores, test over training


def learned(
    model: Any, rows: DiagnosisRows, halves: Resampled, rng: np.random.Generator, fitted: Callable[[], None]
) -> list[Point]:
    """Scores when learning from fewer, and from more, than half of the rows; sizes that are too small are left out."""
    found: list[Point] = []
    for n_rows, splits, ratio in sizes(rows, halves.splits, rng):
        scores = [scored(model, rows, split, fitted) for split in splits]
        there = [s for s in scores if s is not None]
        if len(there) == len(splits):
            found.append((n_rows, [s[0] for s in there], [s[1] for s in there], ratio))
    return found


def learning_curve(halves: Resampled, further: Sequence[Point]) -> pd.DataFrame:
    """Scores by the number of rows learned from, of what `learned` found and of the halves.

    Returns
    -------
    DataFrame
        n_rows, part ("training" or "validation"), mean, low, high (95 %, corrected), in order of n_rows.
    """
    half: Point = (len(halves.splits[0][0]), halves.training[0], halves.validation[0], SPLIT_RATIO)
    records = [
        {"n_rows": n_rows, "part": part, **interval(np.asarray(values), ratio)}
        for n_rows, training, validation, ratio in sorted([*further, half], key=lambda one: one[0])
        for part, values in zip(PARTS, (training, validation))
    ]
    return pd.DataFrame(records, columns=["n_rows", "part", "mean", "low", "high"])


def scored(model: Any, rows: DiagnosisRows, split: Split, fitted: Callable[[], None]) -> tuple[float, float] | None:
    """Training and validation score of one fit; None where the rows are too few for it."""
    told = told_or_none(model, rows, split[0])
    fitted()
    return None if told is None else (rows.score(told.said, split[0]), rows.score(told.said, split[1]))


def n_curve_fits(rows: DiagnosisRows, n_splits: int) -> int:
    """How many fits `learned` does."""
    return n_splits * len(small_shares(rows)) + LAST_FOLDS


def small_shares(rows: DiagnosisRows) -> list[float]:
    """The shares of the rows that still hold enough to learn from."""
    fewest = max(FEWEST, 2 * len(rows.classes))
    return [share for share in SHARES if share * len(rows.y) >= fewest]


def sizes(
    rows: DiagnosisRows, splits: Sequence[Split], rng: np.random.Generator
) -> Iterator[tuple[int, list[Split], float]]:
    """(rows learned from, splits, test rows over training rows as the correction takes them)."""
    for share in small_shares(rows):
        n = round(share * len(rows.y))
        orders = (stratified_order(rows.strata[train], rng) for train, _ in splits)
        yield n, [(train[order[:n]], test) for order, (train, test) in zip(orders, splits)], SPLIT_RATIO
    order = stratified_order(rows.strata, rng)
    parts = [np.sort(order[k::LAST_FOLDS]) for k in range(LAST_FOLDS)]
    last = [(np.setdiff1d(order, part), part) for part in parts]
    yield len(last[0][0]), last, 1 / (LAST_FOLDS - 1)


def validation_curve(tried: Sequence[Setting], scores: Resampled) -> pd.DataFrame:
    """Scores along the main regularizer, from least to most regularized, the model's own setting among them.

    Returns
    -------
    DataFrame
        regularizer, place (0, 1, ...), setting (what it says), own (bool), part, mean, low, high.
    """
    columns = ["regularizer", "place", "setting", "own", "part", "mean", "low", "high"]
    if len(tried) < 2:
        return pd.DataFrame(columns=columns)
    name = tried[1].regularizer
    by_side = {
        side: [i for i, s in enumerate(tried) if s.regularizer == name and s.side == side] for side in (LESS, MORE)
    }
    records = []
    for place, i in enumerate([*by_side[LESS], 0, *by_side[MORE]]):
        said = value_said(tried[1].own if i == 0 else tried[i].value)
        same = {"regularizer": name, "place": place, "setting": said, "own": i == 0}
        for part, values in zip(PARTS, (scores.training[i], scores.validation[i])):
            records.append(same | {"part": part, **interval(values)})
    return pd.DataFrame(records, columns=columns)


def value_said(value: Any) -> str:
    """A setting's value in a sentence.

    >>> value_said(None), value_said(3), value_said(0.30000001)
    ('none', '3', '0.3')
    """
    return "none" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def interval(values: np.ndarray, ratio: float = SPLIT_RATIO) -> dict[str, float]:
    found = corrected_t(values, ratio)
    return {"mean": found.mean, "low": found.low, "high": found.high}


def flips(rows: DiagnosisRows, answers: np.ndarray) -> tuple[float, float, float]:
    """How often two fits on different halves answer differently for the same row that neither has seen.

    Values differ where they are more than half a standard deviation of the target apart.

    Returns
    -------
    share, low, high : float
        The mean over rows of the share of pairs that differ, with its 95 % interval over rows.
    """
    limit = 0.5 if rows.classes else FAR * float(np.std(rows.truth))
    n = len(answers)
    pairs = [np.abs(answers[a] - answers[b]) > limit for a in range(n) for b in range(a)]
    by_row = np.mean(pairs, axis=0)
    mean, half = float(by_row.mean()), 1.96 * float(by_row.std(ddof=1)) / np.sqrt(len(by_row))
    return mean, max(0.0, mean - half), min(1.0, mean + half)
