"""Where the loss comes from: undo one drift, or one feature, and see how much comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS, standard_error
from optimizers.playing import phases, step_outputs, step_scores
from optimizers.reference import UPLOADED
from optimizers.strategy import Candidate
from optimizers.world import Future, future

COLUMNS = ("kind", "what", "value", "low", "high", "share", "share_low", "share_high")
MOST_FEATURES = 12
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Mean:
    """The mean score at full drift, and each judging row's part in it, shape (n_judging_rows,)."""

    value: float
    parts: np.ndarray


def attribution(case: Case, experiment: Experiment, on_progress: Callable[[dict], None] | None = None) -> pd.DataFrame:
    """What comes back when one drift, or one feature, is put back as it was.

    Measured on the steps at which the world is furthest from the old one, with the model as uploaded;
    differences are paired by judging row. Shares need not add up to one: two drifts may hide or
    reinforce each other.

    Parameters
    ----------
    case : Case
    experiment : Experiment
    on_progress : callable, optional
        Given {"done": int, "of": int, "doing": str}.

    Returns
    -------
    DataFrame
        First the row of kind "all" (every drift undone), then "drift" and "feature" rows: the score that
        comes back (in the metric's direction: positive is better) with its 95 % interval, and its share
        of the whole. Empty when there is no drift inside the horizon.
    """
    if not any(d.when.share(s) for d in experiment.drifts for s in range(experiment.n_steps)):
        return pd.DataFrame(columns=list(COLUMNS))
    tell, sign = on_progress or (lambda _: None), 1 if METRICS[case.metric].higher_is_better else -1
    full = future(case, experiment)
    worn = at_full_drift(case, experiment, full)
    clean = future(case, experiment, without=range(len(experiment.drifts)))
    undone = [("all", "every drift", clean), *one_by_one(experiment, case), *by_feature(full, clean)]
    total, records = None, []
    for done, (kind, what, world) in enumerate(undone):
        tell({"done": done, "of": len(undone), "doing": f"undoing {what}"})
        back = at_full_drift(case, experiment, world)
        gain = Mean(sign * (back.value - worn.value), sign * (back.parts - worn.parts))
        total = total or gain
        records.append({"kind": kind, "what": what, **amount(gain), **share_of(gain, total)})
    return pd.DataFrame(records, columns=list(COLUMNS))


def one_by_one(experiment: Experiment, case: Case) -> Iterator[tuple[str, str, Future]]:
    if len(experiment.drifts) > 1:
        for i, drift in enumerate(experiment.drifts):
            yield "drift", drift.says(), future(case, experiment, without={i})


def by_feature(full: Future, clean: Future) -> Iterator[tuple[str, str, Future]]:
    """Each changed feature put back alone; impossible where drifts changed which rows there are."""
    if not np.array_equal(full.rows, clean.rows):
        return
    changed = [c for c in full.X if not full.X[c].equals(clean.X[c])]
    if len(changed) > 1:
        for feature in changed[:MOST_FEATURES]:
            X = full.X.copy(deep=False)
            X[feature] = clean.X[feature]
            yield "feature", str(feature), replace(full, X=X)


def at_full_drift(case: Case, experiment: Experiment, world: Future) -> Mean:
    """Mean score over the steps furthest from the old world."""
    metric = METRICS[case.metric]
    scores = step_scores(metric, case, world, step_outputs(Candidate(UPLOADED, case.model), case, world, metric.needs))
    used = [s for s in phases(experiment, world.n_steps).after.tolist() if np.isfinite(scores[s].value)]
    parts = np.zeros(len(case.X_test))
    for s in used:
        weights = scores[s].influence / len(scores[s].influence) / len(used)
        parts += np.bincount(world.rows[world.step(s)], weights, minlength=len(parts))
    return Mean(float(np.mean([scores[s].value for s in used])) if used else np.nan, parts)


def amount(gain: Mean) -> dict[str, float]:
    half = Z95 * standard_error(gain.parts)[0]
    return {"value": gain.value, "low": gain.value - half, "high": gain.value + half}


def share_of(gain: Mean, total: Mean) -> dict[str, float]:
    """A share with its delta-method interval; NaN unless the whole is clearly above zero."""
    if not amount(total)["low"] > 0:
        return dict.fromkeys(("share", "share_low", "share_high"), np.nan)
    share = gain.value / total.value
    half = Z95 * standard_error((gain.parts - share * total.parts) / total.value)[0]
    return {"share": share, "share_low": share - half, "share_high": share + half}
