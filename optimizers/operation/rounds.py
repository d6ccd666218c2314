"""Calls of several models in turn, round by round: a busy moment meets all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from optimizers.quiet import quiet

FEWEST_ROUNDS = 7  # below 6 the median of the rounds has no interval
Call = Callable[[], Any]


def timed_rounds(
    calls: Mapping[str, Call], at_most_s: float, rng: np.random.Generator, per_round: int = 1, most_rounds: int = 400
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Seconds of every call, in rounds that ask each model once, in an order drawn anew.

    Warmed up by one round, garbage collector off, one native thread.

    Parameters
    ----------
    calls : mapping of str to callable
    at_most_s : float
        Stop at the end of the round in which this is over; seconds. At least `FEWEST_ROUNDS` are made.
    rng : Generator
        Draws the orders.
    per_round : int
        Calls in a row of each model.
    most_rounds : int
        Stop there even if there is time left.

    Returns
    -------
    dict of str to (wall, cpu)
        Each (n_rounds, per_round) seconds, and (n_rounds,) CPU seconds of all threads for the calls of a round.
    """
    names = list(calls)
    wall: dict[str, list] = {name: [] for name in names}
    cpu: dict[str, list] = {name: [] for name in names}
    with quiet():
        for name in names:
            calls[name]()
        begun, n_done = time.perf_counter(), 0
        while n_done < FEWEST_ROUNDS or (n_done < most_rounds and time.perf_counter() - begun < at_most_s):
            for i in rng.permutation(len(names)):
                spent, used = burst(calls[names[i]], per_round)
                wall[names[i]].append(spent)
                cpu[names[i]].append(used)
            n_done += 1
    return {name: (np.array(wall[name]), np.array(cpu[name])) for name in names}


def burst(call: Call, n_calls: int) -> tuple[list[float], float]:
    """Seconds of each of so many calls in a row, and CPU seconds of them together."""
    begun, spent = time.process_time(), []
    for _ in range(n_calls):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return spent, time.process_time() - begun


def paired(base: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """How many times less the other takes than the base, round by round: median with its 95 % interval."""
    from optimizers.measure import quantile_interval

    found = np.asarray(base, dtype=float) / np.maximum(np.asarray(other, dtype=float), 1e-12)
    return quantile_interval(found, 0.5)


def paired_quantile(
    base: np.ndarray, other: np.ndarray, q: float, rng: np.random.Generator, n_draws: int = 200
) -> tuple[float, float, float]:
    """How many times lower the other's quantile is, with a 95 % interval from rounds drawn again.

    References
    ----------
    Kalibera, Jones (2013). Rigorous benchmarking in reasonable time. ISMM.
    """
    picks = rng.integers(len(base), size=(n_draws, len(base)))
    drawn = [np.quantile(base[p], q) / np.quantile(other[p], q) for p in picks]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(np.quantile(base, q) / np.quantile(other, q)), float(low), float(high)
