"""More cores: measured as far as this machine goes, projected beyond by Amdahl's law."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.operation.amdahl import Amdahl, amdahl, rates

FASTER = 1.05  # times one core; less is no gain that anybody would pay for


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def scaling(
    model: Any,
    X: pd.DataFrame,
    *,
    n_rows: int = 100_000,
    seconds: float = 5.0,
    projected: Sequence[int] = (4, 8, 16, 32),
    seed: int = 0,
) -> tuple[pd.DataFrame, str]:
    """Throughput on 1 to all cores of this process, rows shared out among as many threads, and beyond.

    Threads stand for cores here: the kernel spreads them over the cores that the process has. Every number of cores
    takes its turn in each round.

    Parameters
    ----------
    model : fitted model
    X : DataFrame
        Rows to ask for, repeated up to `n_rows`.
    seconds : float
        For everything together.
    projected : sequence of int
        Cores beyond those of this machine to project to.

    Returns
    -------
    table : DataFrame
        n_cores, value, low, high (rows/s), unit, measured (False: a projection, see `beyond`).
    said : str
        What was measured and what is projected.
    """
    from optimizers.deploy.models.wrapped import InParts
    from optimizers.operation.rounds import timed_rounds

    table = X.iloc[np.resize(np.arange(len(X)), n_rows)].reset_index(drop=True)
    given, cores = model_input(model, table), range(1, available_cores() + 1)
    calls = {str(n): partial(InParts(model, n, least_rows=2).predict, given) for n in cores}
    timed = timed_rounds(calls, seconds, np.random.default_rng(seed))
    spent = np.column_stack([timed[str(n)][0][:, 0] for n in cores])
    found = rates(list(cores), spent, n_rows, projected, np.random.default_rng(seed))
    if len(cores) < 2:
        return found, "This process has one core; nothing can be projected."
    return found, said(amdahl(list(cores), np.median(spent, axis=0).tolist()), len(cores))


def said(law: Amdahl, n_measured: int) -> str:
    """The fit in one sentence."""
    if law.limit < FASTER:
        return (
            f"Measured on 1 to {n_measured} cores: more of them do not make it faster; beyond {n_measured} cores this "
            "is a projection."
        )
    limit = f"at most {law.limit:.3g} times as fast as one" if np.isfinite(law.limit) else "as fast as there are cores"
    return (
        f"Measured on 1 to {n_measured} cores: {100 * law.serial:.0f} % of the time on one core does not get shorter "
        f"with more of them, so any number of cores is {limit}; beyond {n_measured} cores this is a projection."
    )
