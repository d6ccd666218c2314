"""More cores: measured as far as this machine goes, projected beyond by Amdahl's law."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimizers import measure
from optimizers.case import model_input

COLUMNS = ("n_cores", "value", "low", "high", "unit", "measured")


@dataclass(frozen=True)
class Amdahl:
    """Seconds a call on n cores: alone * (serial + (1 - serial) / n).

    Attributes
    ----------
    alone_s : float
        On one core.
    serial : float
        Share of that time which more cores do not shorten, in [0, 1].
    """

    alone_s: float
    serial: float

    def seconds(self, n_cores: float) -> float:
        return self.alone_s * (self.serial + (1 - self.serial) / n_cores)

    @property
    def limit(self) -> float:
        """How many times faster than one core any number of cores can be."""
        return 1 / self.serial if self.serial else np.inf


def amdahl(n_cores: Sequence[float], seconds: Sequence[float]) -> Amdahl:
    """The law fitted by least squares: seconds are linear in 1 / n.

    Raises
    ------
    ValueError
        If fewer than two numbers of cores were measured.

    References
    ----------
    Amdahl (1967). Validity of the single processor approach to achieving large scale computing. AFIPS 30.
    """
    n, s = np.asarray(n_cores, dtype=float), np.asarray(seconds, dtype=float)
    if len(np.unique(n)) < 2:
        raise ValueError("Amdahl's law needs times on at least two numbers of cores; this machine has one to measure.")
    shared, fixed = np.polyfit(1 / n, s, 1)
    shared, fixed = max(float(shared), 0.0), max(float(fixed), 0.0)
    alone = shared + fixed
    return Amdahl(alone, fixed / alone if alone else 0.0)


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
        n_cores, value, low, high (rows/s), unit, measured (False: a projection, without interval).
    said : str
        What was measured and what is projected.
    """
    from optimizers.deploy.models.wrapped import InParts
    from optimizers.operation.rounds import timed_rounds

    table = X.iloc[np.resize(np.arange(len(X)), n_rows)].reset_index(drop=True)
    given, cores = model_input(model, table), range(1, available_cores() + 1)
    calls = {str(n): partial(InParts(model, n, least_rows=2).predict, given) for n in cores}
    timed = timed_rounds(calls, seconds, np.random.default_rng(seed))
    records: list[tuple] = []
    for n in cores:
        rate = n_rows / timed[str(n)][0][:, 0]
        records.append((n, *measure.quantile_interval(rate, 0.5), "rows/s", True))
    if len(cores) < 2:
        return pd.DataFrame(records, columns=list(COLUMNS)), "This process has one core; nothing can be projected."
    law = amdahl(list(cores), [float(np.median(timed[str(n)][0])) for n in cores])
    beyond = sorted(n for n in set(projected) if n > len(cores))
    records += [(n, n_rows / law.seconds(n), np.nan, np.nan, "rows/s", False) for n in beyond]
    return pd.DataFrame(records, columns=list(COLUMNS)), said(law, len(cores))


def said(law: Amdahl, n_measured: int) -> str:
    """The fit in one sentence."""
    limit = f"at most {law.limit:.3g} times as fast as one" if np.isfinite(law.limit) else "as fast as there are cores"
    return (
        f"Measured on 1 to {n_measured} cores: {100 * law.serial:.0f} % of the time on one core does not get shorter "
        f"with more of them, so any number of cores is {limit}; beyond {n_measured} cores this is a projection."
    )
