"""How many rows a diagnosis can afford: a few fits on few rows tell what all of them will take."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from optimizers.diagnose.resampled import stratified_order, told_or_none
from optimizers.diagnose.rows import DiagnosisRows

LADDER = (1000, 2000, 4000, 8000)
FEW, MUCH = 500, 3  # so few rows where the first step takes so many times the budget
GROWTH = 2.2  # how much longer twice the rows take, where not measured


def affordable(
    models: Sequence[Any], rows: DiagnosisRows, n_fits: int, budget_s: float, rng: np.random.Generator
) -> DiagnosisRows:
    """All rows, or a sample of them, of every class the same share, on which all fits stay within the budget.

    Parameters
    ----------
    models : sequence of unfitted estimators
        The slowest counts.
    rows : DiagnosisRows
    n_fits : int
        How many fits there will be, each on half of the rows.
    budget_s : float
        CPU seconds for all of them.
    rng : Generator
    """
    order = stratified_order(rows.strata, rng)
    most = len(order)
    for step, n in enumerate(LADDER):
        if n >= len(order):
            break
        took = max(seconds(model, rows, order[:n]) for model in models)
        at_next = LADDER[step + 1] if step + 1 < len(LADDER) else n
        if n_fits * took * GROWTH > budget_s or at_next == n:
            most = FEW if step == 0 and n_fits * took > MUCH * budget_s else n
            break
    if most >= len(order):
        return rows
    note = (
        f"Looked at {most:,} of {len(order):,} learning rows, drawn at random, to stay within {budget_s:g} s: "
        "with all of them a freer model may pay."
    )
    return rows.take(np.sort(order[:most]), note)


def seconds(model: Any, rows: DiagnosisRows, places: np.ndarray) -> float:
    """CPU seconds of one fit on half of the rows, and of predicting them all."""
    begun = time.process_time()
    part = rows.take(places)
    told_or_none(model, part, np.arange(0, len(places), 2))
    return time.process_time() - begun
