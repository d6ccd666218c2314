"""The same model file and rows under several library versions: what changes, with intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.measure import quantile_interval
from optimizers.metrics import METRICS, Z95, Score, score, standard_error, wilson
from optimizers.operation.rounds import paired
from optimizers.predict import outputs, truth

COLUMNS = (
    "version", "role", "opens", "why", "n_rows", "changed", "changed_low", "changed_high", "largest", "value", "low",
    "high", "loss", "loss_low", "loss_high", "latency_us", "latency_low", "latency_high", "slower", "slower_low",
    "slower_high", "load_ms", "size_kib",
)  # fmt: skip

SAVED, INSTALLED, REFITTED, CARRIED = "saved it", "installed", "refitted", "carried over"


@dataclass(frozen=True)
class Recorded:
    """What a model said of the judging rows under one version; asked like a model.

    Attributes
    ----------
    version : str
    role : str
        "saved it", "installed", "carried over", "refitted" or "".
    why : str
        Why there are no answers; empty where there are.
    labels : ndarray of shape (n_rows,)
        Labels, or values of a regressor.
    scores : ndarray, optional
        Probabilities, else decision values, of a classifier.
    by : str
        The method that gave the scores.
    seconds : dict
        "rows": (n_rounds,) seconds a row here, "base": the same of the version that this is held against, in turn.
    """

    version: str
    role: str = ""
    why: str = ""
    labels: Any = None
    scores: Any = None
    by: str = "predict_proba"
    classes_: Any = None
    seconds: dict[str, np.ndarray] = field(default_factory=dict)
    load_ms: float = np.nan
    size_kib: float = np.nan

    def predict(self, X: Any) -> np.ndarray:
        return self.labels

    def __getattr__(self, name: str) -> Any:
        if name == self.__dict__.get("by") and self.__dict__.get("scores") is not None:
            return lambda X: self.scores
        raise AttributeError(name)


def compare(case: Case, answers: list[Recorded], base: Recorded | None) -> pd.DataFrame:
    """One row a version, in the given order.

    Parameters
    ----------
    case : Case
    answers : list of Recorded
        Of all judging rows.
    base : Recorded or None
        What the others are held against: the version that saved the file. None if that does not open it. Refitted
        recipes are held against the one refitted under that version.

    Returns
    -------
    DataFrame
        version, role, opens, why (it does not), n_rows; changed (share of labels that differ from the base's, of a
        regressor the share of values that do by more than rounding) with Wilson's 95 % interval; largest (the
        largest change of a probability or value); value, the case's metric, and loss against the base, paired by
        row, both with 95 % intervals; latency_us, the median of one row, and slower, times the base's, both with
        95 % intervals; load_ms, size_kib.
    """
    scored = {id(a): scored_by(case, a) for a in answers if not a.why}
    fitted = [a for a in answers if a.role == REFITTED and not a.why]
    fitted_base = next((a for a in fitted if base is not None and a.version == base.version), None)
    bases = {REFITTED: fitted_base}
    records = [record(case, a, bases.get(a.role, base), scored) for a in answers]
    return pd.DataFrame(records, columns=list(COLUMNS))


def scored_by(case: Case, recorded: Recorded) -> Score:
    """The case's metric on what was recorded."""
    metric = METRICS[case.metric]
    try:
        given = outputs(recorded, case.X_test, metric.needs, case.classes)
    except ValueError:  # this version gives no scores
        return Score(np.nan, np.nan, np.nan, np.zeros(len(case.y_test)))
    return score(metric, truth(case.y_test, case.task, case.classes), given)


def record(case: Case, own: Recorded, base: Recorded | None, scored: dict[int, Score]) -> dict[str, Any]:
    row: dict[str, Any] = {"version": own.version, "role": own.role, "opens": not own.why, "why": own.why}
    if own.why:
        return row
    mine = scored[id(own)]
    row |= {"n_rows": len(case.y_test), "value": mine.value, "low": mine.low, "high": mine.high}
    row |= {"load_ms": own.load_ms, "size_kib": own.size_kib}
    if base is not None:
        row |= changes(own, base) | loss(mine, scored[id(base)], METRICS[case.metric].higher_is_better)
    return row | speeds(own)


def changes(own: Recorded, base: Recorded) -> dict[str, float]:
    """Share of answers that differ, and by how much at most."""
    alike = own.labels == base.labels if own.classes_ is not None else np.isclose(own.labels, base.labels, 1e-9, 0.0)
    differs = (~alike).astype(float)
    share = float(differs.mean())
    se, n_rows = standard_error((differs - share) / len(differs))
    low, high = wilson(share, se, n_rows)
    return {"changed": share, "changed_low": low, "changed_high": high, "largest": largest(own, base)}


def largest(own: Recorded, base: Recorded) -> float:
    """The largest change of a score or, of a regressor, of a value; NaN where there are no scores."""
    a, b = (own.scores, base.scores) if own.classes_ is not None else (own.labels, base.labels)
    if a is None or b is None or own.by != base.by:
        return np.nan
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    return float(np.where(same, 0.0, np.abs(a - b)).max(initial=0.0))


def loss(own: Score, base: Score, higher_is_better: bool) -> dict[str, float]:
    """How much worse than the base, paired by row."""
    sign = 1.0 if higher_is_better else -1.0
    value = sign * (base.value - own.value)
    parts = (base.influence - own.influence) / max(1, len(base.influence))
    se, _ = standard_error(parts)
    value += 0.0  # no minus zero
    return {"loss": value, "loss_low": value - Z95 * se, "loss_high": value + Z95 * se}


def speeds(own: Recorded) -> dict[str, float]:
    """The median time of one row, and how many times that of the base, asked in turn."""
    if "rows" not in own.seconds:
        return {}
    names = ("latency_us", "latency_low", "latency_high")
    found = dict(zip(names, (1e6 * v for v in quantile_interval(own.seconds["rows"], 0.5))))
    if "base" in own.seconds:
        found |= dict(zip(("slower", "slower_low", "slower_high"), paired(own.seconds["rows"], own.seconds["base"])))
    return found
