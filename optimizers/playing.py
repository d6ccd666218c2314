"""One candidate plays the future: predict a step, score it, only then observe it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.against import against
from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS, Clusters, Metric, Score, clusters, interval, score, standard_error, wilson
from optimizers.predict import outputs, truth
from optimizers.refit import first_line
from optimizers.retrain.ledger import ledger
from optimizers.retrain.mistakes import mistakes
from optimizers.strategy import Candidate
from optimizers.world import Future


@dataclass(frozen=True)
class Phases:
    """The steps before anything changes, and those at which the world is furthest from the old one."""

    before: np.ndarray
    after: np.ndarray
    onset: int


def phases(experiment: Experiment, n_steps: int) -> Phases:
    """Where "before" and "after" lie; without a drift inside the horizon the first and the last third."""
    pull = np.array([sum(d.when.strength(s) * d.when.share(s) for d in experiment.drifts) for s in range(n_steps)])
    touched = np.flatnonzero(pull > 0)
    if len(touched) and touched[0] > 0:
        return Phases(np.arange(touched[0]), np.flatnonzero(pull >= pull.max() - 1e-9), int(touched[0]))
    third = max(1, n_steps // 3)
    return Phases(np.arange(third), np.arange(n_steps - third, n_steps), n_steps - third)


def step_outputs(candidate: Candidate, case: Case, world: Future, needs: str) -> list[np.ndarray]:
    """The candidate's answers to every step, each given before its labels are known."""
    if not candidate.observes:
        every = asked(candidate, case, world.X, needs)
        return [every[world.step(s)] for s in range(world.n_steps)]
    candidate.begin(world)
    answers, come = [], world.arriving
    for s in range(world.n_steps):
        answers.append(answered(candidate, case, world, s, needs))
        candidate.look(come.X.iloc[come.step(s)])
        candidate.observe(come.X.iloc[world.labelled[s]], come.y.iloc[world.labelled[s]])
    candidate.end()
    return answers


def answered(candidate: Candidate, case: Case, world: Future, s: int, needs: str) -> np.ndarray:
    """The answers to one step, found once for all candidates whose models were made from the same rows."""
    X = world.X.iloc[world.step(s)]
    if candidate.key is None:
        return asked(candidate, case, X, needs)
    return world.once(("answers", candidate.key, needs, s), lambda: asked(candidate, case, X, needs))


def asked(candidate: Candidate, case: Case, X: pd.DataFrame, needs: str) -> np.ndarray:
    """The candidate's outputs; what a model cannot digest becomes one sentence.

    Raises
    ------
    ValueError
        If the model fails on these rows: missing values, an unseen category, too large a number.
    """
    try:
        return outputs(candidate.model, X, needs, case.classes)
    except Exception as wrong:  # any model, any rows
        raise ValueError(
            f"The model {candidate.label} cannot predict these rows ({first_line(wrong)}); "
            "choose another drift, or a model that takes such values."
        ) from wrong


def step_scores(metric: Metric, case: Case, world: Future, answers: Sequence[np.ndarray]) -> list[Score]:
    y = truths(case, world)
    return [score(metric, y[world.step(s)], answers[s], origins(world, (s,))) for s in range(world.n_steps)]


def truths(case: Case, world: Future) -> np.ndarray:
    return world.once(("truth", case.task, case.classes), lambda: truth(world.y, case.task, case.classes))


def origins(world: Future, steps: tuple[int, ...]) -> Clusters:
    """Which rows of these steps are the same judging row."""
    return world.once(("origins", steps), lambda: clusters(np.concatenate([world.rows[world.step(s)] for s in steps])))


def mean_of_steps(
    metric: Metric, world: Future, scores: Sequence[Score], weights: np.ndarray
) -> tuple[float, float, float]:
    """A weighted sum of step scores with its 95 % interval; steps without a score are left out.

    Parameters
    ----------
    weights : ndarray of shape (n_steps,)
        1/k on k steps gives their mean; 1/k against -1/m gives a difference of means.
    """
    weights = usable(weights, scores)
    used = np.flatnonzero(weights).tolist()
    if not used:
        return np.nan, np.nan, np.nan
    value = float(sum(weights[s] * scores[s].value for s in used))
    parts = np.concatenate([scores[s].influence * (weights[s] / len(scores[s].influence)) for s in used])
    se, n_rows = standard_error(parts, origins(world, tuple(used)))
    return value, *(bounded(metric, value, se, n_rows, weights))


def usable(weights: np.ndarray, scores: Sequence[Score]) -> np.ndarray:
    """Weights with undefined steps set to zero, each sign rescaled to its old sum."""
    defined = np.array([np.isfinite(s.value) for s in scores])
    out = np.where(defined, weights, 0.0)
    for side in (out > 0, out < 0):
        if side.any():
            out[side] *= weights[np.sign(weights) == np.sign(out[side][0])].sum() / out[side].sum()
    one_sided = (weights > 0).any() != (out > 0).any() or (weights < 0).any() != (out < 0).any()
    return np.zeros_like(out) if one_sided else out


def bounded(metric: Metric, value: float, se: float, n_rows: int, weights: np.ndarray) -> tuple[float, float]:
    """A mean stays inside the metric's bounds; a difference has none."""
    if (weights < 0).any():
        return value - 1.959964 * se, value + 1.959964 * se
    if metric.name == "accuracy":
        return wilson(value, se, n_rows)
    return interval(metric, value, se, n_rows)


Played = tuple[list[np.ndarray], list[Score]]


def played(case: Case, world: Future, candidate: Candidate) -> Played:
    """The candidate's answers and scores, step by step, for the case's primary metric."""
    metric = METRICS[case.metric]
    answers = step_outputs(candidate, case, world, metric.needs)
    return answers, step_scores(metric, case, world, answers)


def play(
    case: Case,
    experiment: Experiment,
    world: Future,
    candidate: Candidate,
    strategy: str,
    own: Played | None = None,
    base: Played | None = None,
) -> list[dict]:
    """The candidate's rows of the result's frame, for the case's primary metric.

    Parameters
    ----------
    own, base : Played, optional
        What it has played already; and what the model as uploaded has, to be compared with.
    """
    metric = METRICS[case.metric]
    own = own or played(case, world, candidate)
    scores = own[1]
    same = {"strategy": strategy, "candidate": candidate.label, "metric": metric.name, "unit": metric.unit}
    sizes = np.diff(world.bounds)
    steps = [
        same | dict(part="step", step=s, start=world.labels[s], value=x.value, low=x.low, high=x.high, n_rows=sizes[s])
        for s, x in enumerate(scores)
    ]
    rest = summaries(metric, experiment, world, scores) + (against(metric, world, own, base) if base else [])
    if any(s.learns for s in experiment.strategies):  # they are paid for
        paid = case.task, truths(case, world), own[0], len(case.classes)
        rest += mistakes(*paid)
        candidate.ledger = ledger(*paid, world)
    return steps + [same | summary for summary in rest]


def summaries(metric: Metric, experiment: Experiment, world: Future, scores: Sequence[Score]) -> list[dict]:
    """Horizon, before, after and change."""
    split = world.once("phases", lambda: phases(experiment, world.n_steps))
    sizes = np.diff(world.bounds)
    records = []
    for part, plus, minus in (
        ("horizon", np.arange(world.n_steps), []),
        ("before", split.before, []),
        ("after", split.after, []),
        ("change", split.after, split.before),
    ):
        weights = np.zeros(world.n_steps)
        weights[plus] += 1 / len(plus)
        if len(minus):
            weights[minus] -= 1 / len(minus)
        value, low, high = mean_of_steps(metric, world, scores, weights)
        n_rows = int(sizes[weights != 0].sum())
        records.append(dict(part=part, step=-1, start="", value=value, low=low, high=high, n_rows=n_rows))
    return records
