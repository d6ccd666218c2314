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
UNSEEN = 0.01  # of the work; so little on one core cannot be told from none by a few rounds


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
    """The fit, for readers who do not know the law."""
    more = "1 core" if n_measured == 1 else f"{n_measured} cores"
    beyond = f"; beyond {more} this is a projection."
    if law.limit < FASTER:
        return f"Measured on 1 to {more}: more of them do not make it faster{beyond}"
    gain = f"{law.seconds(1) / law.seconds(n_measured):.2g} times as fast as 1"
    if law.serial < UNSEEN:
        rest = "nearly all of the work can be shared out, so twice the cores are nearly twice as fast"
    else:
        rest = (
            f"about {100 * law.serial:.0f} % of the work cannot be shared out, so that no number of cores would be "
            f"more than {law.limit:.2g} times as fast as 1"
        )
    return f"Measured on 1 to {more}: {more} are {gain}; {rest}{beyond}"
