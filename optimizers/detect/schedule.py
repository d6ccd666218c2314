"""When the world really changed, and what the alarms of a detector are worth beside that."""

from __future__ import annotations

import numpy as np

from optimizers.experiment import Experiment

WITHIN = 4  # steps after the world has come to rest in which an alarm still finds the onset


def schedule(experiment: Experiment, n_steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The onsets, and at which steps the world is, or just was, on the move: there no alarm is false.

    A change of any drift's strength after a calm step is an onset; the first step is none.
    """
    strength = strengths(experiment, n_steps)
    moves = np.r_[False, (np.diff(strength, axis=0) != 0).any(axis=1)]
    onsets = np.flatnonzero(moves & ~np.r_[False, moves[:-1]])
    return onsets, moves


def once_while_it_differs(steps: list[int], experiment: Experiment, n_steps: int) -> list[int]:
    """Alarms of one who compares with the world as it was: in each stretch in which that has changed, the first.

    It is right to go on alarming there, but that is no second find.
    """
    differs = (strengths(experiment, n_steps) != 0).any(axis=1)
    stretch = np.cumsum(np.isin(np.arange(n_steps), schedule(experiment, n_steps)[0]))
    begun: set[int] = set()
    kept = []
    for s in steps:
        if not differs[s] or stretch[s] not in begun:
            kept.append(s)
        if differs[s]:
            begun.add(int(stretch[s]))
    return kept


def strengths(experiment: Experiment, n_steps: int) -> np.ndarray:
    """(n_steps, n_drifts) how strong each drift is, times the share of rows that it touches."""
    strength = [[d.when.strength(s) * d.when.share(s) for d in experiment.drifts] for s in range(n_steps)]
    return np.array(strength).reshape(n_steps, -1)


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
    return {
        "n_onsets": n_onsets,
        "found": found / n_onsets if n_onsets else np.nan,
        "delay_steps": float(np.mean(delays)) if delays else np.nan,
        "false_per_1000": 1000 * n_false / n_steps,
        "precision": precision,
        "f1": 2 * found / (2 * found + n_false + n_onsets - found) if n_onsets else np.nan,
    }
