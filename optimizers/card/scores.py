"""Every metric of the task, on the rows that judge and on those that were learned from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from optimizers.card.answers import Answers
from optimizers.card.bootstrap import bca, bootstrap_draws, degenerate
from optimizers.metrics import METRICS, Metric, score
from optimizers.words import counted

COLUMNS = ("rows", "metric", "title", "value", "low", "high", "unit", "higher_is_better", "n_rows", "interval")
BOOTSTRAP_ROWS = 20_000  # beyond it both intervals agree to a hundredth of their width
Tell = Callable[[float], None]


def scores(
    parts: dict[str, Answers], task: str, rng: np.random.Generator, tell: Tell = lambda _: None, n_draws: int = 1000
) -> tuple[pd.DataFrame, list[str]]:
    """All metrics of the task, each with its 95 % interval.

    Parameters
    ----------
    parts : dict of str to Answers
        By the name of the rows: "judging", "learning".
    task : str
    rng : Generator
        Draws the rows.
    tell : callable, optional
        Given the share that is done.
    n_draws : int
        Bootstrap draws.

    Returns
    -------
    frame : DataFrame
        One row per (rows, metric); `interval` says "bootstrap", "influence" (beyond 20,000 rows) or
        "Wilson" (a score without a single error).
    notes : list of str
        Metrics that the model does not allow, and why.
    """
    metrics = [m for m in METRICS.values() if m.task == task]
    records: list[dict] = []
    notes: list[str] = []
    for i, (rows, given) in enumerate(parts.items()):
        asked, missing = askable(metrics, given)
        notes += [why for why in missing if why not in notes]
        notes += zeros(rows, given, task)
        part = partial(lambda before, done: tell((before + done) / len(parts)), i)
        records += [{"rows": rows} | record for record in scored(asked, given, rng, n_draws, part)]
    return pd.DataFrame(records, columns=list(COLUMNS)), notes


def askable(metrics: list[Metric], given: Answers) -> tuple[dict[str, np.ndarray], list[str]]:
    """What each metric needs, and a sentence for each that the model does not serve."""
    asked, missing = {}, []
    for metric in metrics:
        try:
            asked[metric.name] = given.to(metric)
        except ValueError as why:
            missing.append(str(why))
    return asked, missing


def zeros(rows: str, given: Answers, task: str) -> list[str]:
    """A sentence where a percentage of the target is not one."""
    n = int((given.y == 0).sum()) if task == "regression" else 0
    if not n:
        return []
    return [
        f"{counted(n, rows + ' row')} with a target of 0: the percentage error there means nothing; read the others."
    ]


def scored(
    asked: dict[str, np.ndarray], given: Answers, rng: np.random.Generator, n_draws: int, tell: Tell
) -> list[dict]:
    """One record a metric."""
    few = len(given.y) <= BOOTSTRAP_ROWS
    draws = bootstrap_draws(asked, given.y, rng, n_draws, tell) if few else {}
    records = []
    for name, prediction in asked.items():
        metric = METRICS[name]
        s, method = score(metric, given.y, prediction), "influence"
        low, high = s.low, s.high
        if few:
            (low, high), method = bca(draws[name], s.value, s.influence), "bootstrap"
            if low == high:
                (low, high), method = degenerate(metric, given.y, s.value), "Wilson"
        same = {"metric": name, "title": metric.title, "unit": metric.unit, "interval": method}
        up, n_rows = metric.higher_is_better, len(given.y)
        records.append(same | dict(value=s.value, low=low, high=high, higher_is_better=up, n_rows=n_rows))
    return records
