"""How many rows a diagnosis can afford: what trees take is estimated, of other models a few fits on few rows tell."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from optimizers.diagnose.estimated import estimated_s
from optimizers.diagnose.resampled import stratified_order, told_or_none
from optimizers.diagnose.rows import DiagnosisRows

LADDER = (1000, 1400, 2000, 2800, 4000, 5600, 8000)
MEASURED = (1000, 2000, 4000, 8000)
FEW, MUCH = 500, 3  # so few rows where the first step takes so many times the budget
GROWTH = 2.2  # how much longer twice the rows take, where not measured
CURVE = 0.6  # of a fit on half of the rows: one for the learning curve, on fewer rows or on more


def affordable(
    models: Sequence[Any],
    rows: DiagnosisRows,
    n_repeats: int,
    n_curve_fits: int,
    budget_s: float,
    rng: np.random.Generator,
) -> DiagnosisRows:
    """All rows, or a sample of them, of every class the same share, on which all fits stay within the budget.

    Up to 1,000 rows are always looked at all. For trees and what is made of them the sample hangs on the settings
    and the table alone; for other models on what two of them take here, so that the same seed may give another one.

    Parameters
    ----------
    models : sequence of unfitted estimators
        The model's own setting first.
    rows : DiagnosisRows
    n_repeats : int
        How often each will be fitted on half of the rows.
    n_curve_fits : int
        How often the first will be fitted for the learning curve besides.
    budget_s : float
        CPU seconds for all of them.
    rng : Generator
    """
    order = stratified_order(rows.strata, rng)
    if len(order) <= LADDER[0]:
        return rows
    in_fits = CURVE * n_curve_fits
    most = by_estimate(models, rows, n_repeats, in_fits, budget_s)
    if most is None:
        most = by_clock(models[:2], rows, order, n_repeats * len(models) + in_fits, budget_s)
    if most >= len(order):
        return rows
    note = (
        f"Looked at {most:,} of {len(order):,} learning rows, drawn at random, to stay within about {budget_s:g} s: "
        "with all of them a freer model may pay."
    )
    return rows.take(np.sort(order[:most]), note)


def by_estimate(
    models: Sequence[Any], rows: DiagnosisRows, n_repeats: int, in_fits: float, budget_s: float
) -> int | None:
    """How many rows, without a clock; None where no model's time is known."""
    sizes = [n for n in LADDER if n < len(rows.y)]
    if len(rows.y) <= LADDER[-1]:
        sizes.append(len(rows.y))
    took = []
    for n in sizes:
        each = [estimated_s(model, n, rows.X.shape[1], len(rows.classes)) for model in models]
        if None in each:
            return None
        took.append(n_repeats * sum(each) + in_fits * each[0])  # type: ignore[operator, arg-type]
    within = [n for n, total in zip(sizes, took) if total <= budget_s]
    return max(within) if within else FEW if took[0] > MUCH * budget_s else sizes[0]


def by_clock(models: Sequence[Any], rows: DiagnosisRows, order: np.ndarray, n_fits: float, budget_s: float) -> int:
    """How many rows, from the CPU seconds of fits on ever more of them; the slowest model counts."""
    for step, n in enumerate(MEASURED):
        if n >= len(order):
            break
        took = max(seconds(model, rows, order[:n]) for model in models)
        at_next = MEASURED[step + 1] if step + 1 < len(MEASURED) else n
        if n_fits * took * GROWTH > budget_s or at_next == n:
            return FEW if step == 0 and n_fits * took > MUCH * budget_s else n
    return len(order)


def seconds(model: Any, rows: DiagnosisRows, places: np.ndarray) -> float:
    """CPU seconds of one fit on half of the rows, and of predicting them all."""
    begun = time.process_time()
    part = rows.take(places)
    told_or_none(model, part, np.arange(0, len(places), 2))
    return time.process_time() - begun
