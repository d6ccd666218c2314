"""Every detector in the same worlds: what it finds, how late, and how often it cries wolf."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.detect.streaming import DETECTORS, detector
from optimizers.experiment import Experiment
from optimizers.predict import outputs, truth
from optimizers.world import Future, future

ALWAYS, NEVER, FEATURES = "fires at every step", "never fires", "calibrated features"
COLUMNS = ["detector", "n_onsets", "found", "delay_steps", "false_per_1000", "precision", "recall", "f1", "why"]
WITHIN = 4  # steps after the world has come to rest in which an alarm still finds the onset


def scorecard(
    case: Case,
    experiment: Experiment,
    detectors: Sequence[str] = (),
    *,
    n_seeds: int = 5,
    alarms: dict[str, list[list[int]]] | None = None,
) -> pd.DataFrame:
    """Detectors over the uploaded model's errors, and calibrated alarms over its features, against the schedule.

    The world is played with several seeds. An alarm within four steps after the onset of a drift finds it; every
    further alarm before the next onset, unless the world still moves, is false. Beside them stand two that do
    not look: one fires at every step, one never. In a simulated world features are compared with the undrifted
    judging rows, of which its steps are drawn, otherwise with the learning rows.

    Parameters
    ----------
    case : Case
    experiment : Experiment
        Its drifts' profiles are the schedule.
    detectors : sequence of str
        Keys of `DETECTORS` and "calibrated features"; none named: all.
    n_seeds : int
    alarms : dict, optional
        Filled with the steps at which each detector alarmed, a list for each seed.

    Returns
    -------
    DataFrame
        One row a detector: detector; n_onsets, how many changes there were; found, the share of them; delay_steps,
        the mean number of steps from an onset to the alarm that finds it; false_per_1000 steps; precision,
        recall, f1; why, the reason where it could not run.

    Raises
    ------
    ValueError
        If there is no such detector, or a drift does not fit the case.

    References
    ----------
    Bifet (2017). Classifier concept drift detection and the illusion of progress. ICAISC.
    """
    names = list(detectors) or [*DETECTORS, FEATURES]
    if unknown := [n for n in names if n not in DETECTORS and n != FEATURES]:
        raise ValueError(f"There is no detector {unknown[0]!r}; choose among {', '.join([*DETECTORS, FEATURES])}.")
    plans = [dataclasses.replace(experiment, seed=experiment.seed + k, strategies=()) for k in range(n_seeds)]
    worlds = [future(case, plan) for plan in plans]
    streams = [errors(case, world) for world in worlds]
    reference = case.X_test if experiment.timeline == "simulated" else case.X_train
    schedules = [schedule(experiment, world.n_steps) for world in worlds]
    rows: list[dict] = []
    for name in [*names, ALWAYS, NEVER]:
        try:
            fired = [alarm_steps(name, reference, world, stream) for world, stream in zip(worlds, streams)]
        except ValueError as why:
            rows.append({"detector": name, "why": str(why)})
            continue
        if alarms is not None:
            alarms[name] = fired
        rows.append({"detector": name, **judged(fired, schedules), "why": ""})
    return pd.DataFrame(rows, columns=COLUMNS)


def errors(case: Case, world: Future) -> np.ndarray:
    """The stream that detectors read: 0 or 1 for a classifier; a regressor's absolute error in learning-row sds."""
    needs = "labels" if case.task == "classification" else "values"
    answers, y = outputs(case.model, world.X, needs, case.classes), truth(world.y, case.task, case.classes)
    if case.task == "classification":
        return (answers != y).astype(float)
    return np.abs(answers - y) / (float(case.y_train.std()) or 1.0)


def alarm_steps(name: str, X_ref: pd.DataFrame, world: Future, stream: np.ndarray) -> list[int]:
    """The steps at which a detector alarms at least once."""
    if name in (ALWAYS, NEVER):
        return list(range(world.n_steps)) if name == ALWAYS else []
    if name == FEATURES:
        from optimizers.detect.calibrated import calibrated_alarms

        found = calibrated_alarms(X_ref, (world.X, world.bounds))
        return found.loc[found["alarm"], "step"].tolist()
    places = detector(name).update(stream)
    return np.unique(np.searchsorted(world.bounds, places, side="right") - 1).tolist()


def schedule(experiment: Experiment, n_steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The onsets, and at which steps the world is, or just was, on the move: there no alarm is false.

    A change of any drift's strength after a calm step is an onset; the first step is none.
    """
    strength = np.array(
        [[d.when.strength(s) * d.when.share(s) for d in experiment.drifts] for s in range(n_steps)]
    ).reshape(n_steps, -1)
    moves = np.r_[False, (np.diff(strength, axis=0) != 0).any(axis=1)]
    onsets = np.flatnonzero(moves & ~np.r_[False, moves[:-1]])
    return onsets, moves


def judged(fired: list[list[int]], schedules: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """Hits, delays and false alarms over all seeds."""
    delays: list[int] = []
    n_onsets = n_false = n_steps = 0
    for steps, (onsets, moves) in zip(fired, schedules):
        excused = set(np.flatnonzero(moves).tolist())
        for onset, following in zip(onsets, [*onsets[1:], len(moves)]):
            calm = onset + int(np.argmin(np.r_[moves[onset:following], False]))
            hits = [s for s in steps if onset <= s < min(following, calm - 1 + WITHIN)]
            delays += [hits[0] - int(onset)] if hits else []
            excused |= set(hits[:1])
        n_onsets, n_steps = n_onsets + len(onsets), n_steps + len(moves)
        n_false += sum(s not in excused for s in steps)
    found = len(delays)
    precision = found / (found + n_false) if found + n_false else np.nan
    recall = found / n_onsets if n_onsets else np.nan
    return {
        "n_onsets": n_onsets,
        "found": recall,
        "delay_steps": float(np.mean(delays)) if delays else np.nan,
        "false_per_1000": 1000 * n_false / n_steps,
        "precision": precision,
        "recall": recall,
        "f1": 2 * found / (2 * found + n_false + n_onsets - found) if n_onsets else np.nan,
    }
