"""Every detector in the same worlds: what it finds, how late, and how often it cries wolf."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.detect.feature_streams import WATCHERS, watch
from optimizers.detect.schedule import judged, once_while_it_differs, schedule
from optimizers.detect.streaming import DETECTORS, detector
from optimizers.experiment import Experiment
from optimizers.predict import outputs, truth
from optimizers.world import Future, future

ALWAYS, NEVER, FEATURES = "fires at every step", "never fires", "features, calibrated"
OVER_FEATURES = {f"features, {name}": name for name in WATCHERS}
EVERY = (*DETECTORS, FEATURES, *OVER_FEATURES)
COLUMNS = ["detector", "n_onsets", "found", "delay_steps", "false_per_1000", "precision", "f1", "why"]


def scorecard(
    case: Case,
    experiment: Experiment,
    detectors: Sequence[str] = (),
    *,
    n_seeds: int = 5,
    alarms: dict[str, list[list[int]]] | None = None,
) -> pd.DataFrame:
    """Detectors over the uploaded model's errors and over its features, against the schedule.

    The world is played with several seeds. An alarm within four steps after the onset of a drift finds it; every
    further alarm before the next onset, unless the world still moves, is false. Beside them stand two that do
    not look: one fires at every step, one never. The calibrated features are compared with the reference, so that
    they alarm as long as the world is another one: after the first of these alarms none counts, right or false.
    In a simulated world the reference is the undrifted judging rows, of which its steps are drawn, otherwise the
    learning rows.

    Parameters
    ----------
    case : Case
    experiment : Experiment
        Its drifts' profiles are the schedule.
    detectors : sequence of str
        Some of `EVERY`: keys of `DETECTORS` listen to errors, "features, ..." to features; none named: all.
    n_seeds : int
    alarms : dict, optional
        Filled with the steps at which each detector alarmed, a list for each seed.

    Returns
    -------
    DataFrame
        One row a detector: detector; n_onsets, how many changes there were; found, the share of them; delay_steps,
        the mean number of steps from an onset to the alarm that finds it; false_per_1000 steps; precision;
        f1, of precision and found; why, the reason where it could not run.

    Raises
    ------
    ValueError
        If there is no such detector, or a drift does not fit the case.

    References
    ----------
    Bifet (2017). Classifier concept drift detection and the illusion of progress. ICAISC.
    """
    names = list(detectors) or list(EVERY)
    if unknown := [n for n in names if n not in EVERY]:
        raise ValueError(f"There is no detector {unknown[0]!r}; choose among {', '.join(EVERY)}.")
    plans = [dataclasses.replace(experiment, seed=experiment.seed + k, strategies=()) for k in range(n_seeds)]
    worlds = [future(case, plan) for plan in plans]
    streams = [errors(case, world) for world in worlds]
    reference = case.X_test if experiment.timeline == "simulated" else case.X_train
    schedules = [schedule(experiment, world.n_steps) for world in worlds]
    rows: list[dict] = []
    for name in [*names, ALWAYS, NEVER]:
        try:
            listen = listener(name, reference, worlds[0])
            fired = [listen(world, stream) for world, stream in zip(worlds, streams)]
        except ValueError as why:
            rows.append({"detector": name, "why": str(why)})
            continue
        if alarms is not None:
            alarms[name] = fired
        if name == FEATURES:
            fired = [once_while_it_differs(steps, experiment, world.n_steps) for steps, world in zip(fired, worlds)]
        rows.append({"detector": name, **judged(fired, schedules), "why": ""})
    return pd.DataFrame(rows, columns=COLUMNS)


def errors(case: Case, world: Future) -> np.ndarray:
    """The stream that detectors read: 0 or 1 for a classifier; a regressor's absolute error in learning-row sds."""
    needs = "labels" if case.task == "classification" else "values"
    answers, y = outputs(case.model, world.X, needs, case.classes), truth(world.y, case.task, case.classes)
    if case.task == "classification":
        return (answers != y).astype(float)
    return np.abs(answers - y) / (float(case.y_train.std()) or 1.0)


def listener(name: str, X_ref: pd.DataFrame, like: Future) -> Callable[[Future, np.ndarray], list[int]]:
    """A function of a world and its stream of errors: the steps at which a detector alarms at least once.

    What it needs to know of the reference is learned once, for all worlds with as many steps and rows as `like`.
    """
    if name in (ALWAYS, NEVER):
        return lambda world, stream: list(range(world.n_steps)) if name == ALWAYS else []
    if name == FEATURES:
        return lambda world, stream: loud_steps(X_ref, world)
    if name in OVER_FEATURES:
        watched = watch(OVER_FEATURES[name], X_ref, like.bounds)
        return lambda world, stream: watched.alarms(world.X, world.bounds)["step"].unique().tolist()
    detector(name)  # a wrong name, or a package that lacks, is said before anything is played
    return lambda world, stream: np.unique(steps_of_rows(detector(name).update(stream), world.bounds)).tolist()


def alarms_of(name: str, X_ref: pd.DataFrame, world: Future, stream: np.ndarray) -> pd.DataFrame:
    """Step and feature of every alarm of a detector that goes row by row; an error's has no feature."""
    if name in OVER_FEATURES:
        return watch(OVER_FEATURES[name], X_ref, world.bounds).alarms(world.X, world.bounds)[["step", "feature"]]
    steps = steps_of_rows(detector(name).update(stream), world.bounds)
    return pd.DataFrame({"step": steps, "feature": ""}).astype({"step": int})


def loud_steps(X_ref: pd.DataFrame, world: Future) -> list[int]:
    from optimizers.detect.calibrated import calibrated_alarms

    found = calibrated_alarms(X_ref, (world.X, world.bounds))
    return found.loc[found["alarm"], "step"].tolist()


def steps_of_rows(rows: list[int], bounds: np.ndarray) -> np.ndarray:
    return np.searchsorted(bounds, rows, side="right") - 1
