"""Estimated performance beside the truth, and whether the estimate can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.estimate.cbpe import cbpe
from optimizers.estimate.dle import dle
from optimizers.metrics import METRICS, score
from optimizers.predict import outputs, truth
from optimizers.step_names import numbered, stretches
from optimizers.world import Future

COLUMNS = ["step", "estimate", "low", "high", "truth", "truth_low", "truth_high", "trusted", "why"]
FAR, LAST = 3.0, 3  # standard errors, and steps looked at together
CAUSES = (
    "Two causes look alike: the relation between features and target is no longer that of the learning rows, or the "
    "model is surer than it is right on these rows, as one is that has already seen rows like them."
)
BLIND = "It sees a change of the features, never one of the relation between features and target."


def estimated_performance(case: Case, world: Future, metric: str = "", seed: int = 0) -> pd.DataFrame:
    """The uploaded model's score at every step, estimated without that step's labels, beside the true one.

    Classifiers: confidence-based estimation; regressors: direct loss estimation. Both assume that the relation
    between features and target stays. Labels that have arrived by the end of a step put that to the test: where
    they lie more than three standard errors from the estimate, in the newest labelled step or in the last three
    together, the estimate is not to be trusted: the relation has changed, or the model's confidence is another on
    these rows than on those that it was calibrated with.

    Parameters
    ----------
    case : Case
    world : Future
    metric : str
        A key of `METRICS`; by default the case's own.
    seed : int

    Returns
    -------
    DataFrame
        One row a step: step; estimate, low, high (where the score should lie, with 95 % chance, if only the
        features have changed); truth, truth_low, truth_high; trusted; and why, a sentence. NaN where undefined.

    Raises
    ------
    ValueError
        If a classifier gives no probabilities, or the model's recipe cannot be refitted.
    """
    chosen = METRICS[metric or case.metric]
    draws = (cbpe if case.task == "classification" else dle)(case, world, chosen, seed)
    found = pd.DataFrame(columns=COLUMNS, index=range(world.n_steps))
    found["step"] = np.arange(world.n_steps)
    with np.errstate(invalid="ignore"):
        found["estimate"] = draws.mean(axis=1)
        found["low"], found["high"] = np.quantile(draws, 0.025, axis=1), np.quantile(draws, 0.975, axis=1)
    scores = true_scores(case, world, chosen.name)
    for name, place in (("truth", 0), ("truth_low", 1), ("truth_high", 2)):
        found[name] = [s[place] for s in scores]
    said = [doubt(found, draws, newest_labelled(world, s), world.labels) for s in range(world.n_steps)]
    return found.assign(trusted=[ok for ok, _ in said], why=[why for _, why in said])


def true_scores(case: Case, world: Future, metric: str) -> list[tuple[float, float, float]]:
    chosen = METRICS[metric]
    answers, y = outputs(case.model, world.X, chosen.needs, case.classes), truth(world.y, case.task, case.classes)
    parts = [world.step(s) for s in range(world.n_steps)]
    scores = [score(chosen, y[p], answers[p], world.rows[p]) for p in parts]
    return [(s.value, s.low, s.high) for s in scores]


def newest_labelled(world: Future, s: int) -> int:
    """The newest step of which labels have arrived by the end of step s; -1 if there is none."""
    for earlier in range(s, -1, -1):
        if len(world.labelled[earlier]):
            first = int(world.labelled[earlier][0])
            return int(np.searchsorted(world.arriving.bounds, first, side="right")) - 1
    return -1


def doubt(found: pd.DataFrame, draws: np.ndarray, labelled: int, labels: Sequence[str]) -> tuple[bool, str]:
    """Whether the labels up to one step speak against the estimate, in a sentence that says of when they are."""
    if labelled < 0:
        return True, f"No labels have arrived yet. {BLIND}"
    defined = np.isfinite(found["truth"]) & np.isfinite(draws).all(axis=1)
    steps = np.flatnonzero(defined[: labelled + 1])[-LAST:]
    if not len(steps):
        return True, f"The labelled steps have no score. {BLIND}"
    alone, together = (errors_away(found, draws, some) for some in (steps[-1:], steps))
    if max(alone, together) <= FAR:
        return True, ""
    quoted = steps[-1:] if alone > FAR else steps
    row, average = found.iloc[quoted].mean(numeric_only=True), "" if len(quoted) == 1 else ", on average,"
    return False, (
        f"Labels of {stretches(quoted, labels)} contradict the estimate: the model scored{average} {row['truth']:.3f} "
        f"({row['truth_low']:.3f} to {row['truth_high']:.3f}) where {row['estimate']:.3f} was estimated. {CAUSES}"
    )


def errors_away(found: pd.DataFrame, draws: np.ndarray, steps: np.ndarray) -> float:
    """How many standard errors lie between truth and estimate, over some steps together."""
    off = found["truth"].to_numpy()[steps].mean() - draws[steps].mean()
    return float(abs(off) / max(draws[steps].mean(axis=0).std(ddof=1), 1e-9))


def estimate_sentence(found: pd.DataFrame, metric: str, labels: Sequence[str] | None = None) -> str:
    """What the estimate is worth: contradicted now, contradicted at some steps earlier, or never.

    Parameters
    ----------
    found : DataFrame
        As `estimated_performance` gives it.
    metric : str
    labels : sequence of str, optional
        The steps' names; by default their numbers counted from 1.
    """
    error = (found["estimate"] - found["truth"]).abs().mean()
    off = f"{METRICS[metric].title} estimated without labels is off by {error:.3f} on average"
    if found["trusted"].all():
        return f"{off}; no labels contradict it. {BLIND}"
    names = numbered(len(found)) if labels is None else labels
    wrong = np.flatnonzero(~found["trusted"].to_numpy(bool))
    when = f"{stretches(wrong, names)} ({len(wrong)} of {len(found)} steps)"
    if wrong[-1] == len(found) - 1:
        early = " It was wrong from the first step on, so a later change is not all of it." if wrong[0] == 0 else ""
        return f"Do not trust this estimate now: labels contradict it at {when}.{early} {off}. {BLIND}"
    return (
        f"The newest labels agree with this estimate, but it was contradicted earlier, at {when}, and may be again. "
        f"{off}. {BLIND}"
    )
