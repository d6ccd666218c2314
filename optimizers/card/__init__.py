"""The model's card: what it is, how good, how sure, what it leans on, what it costs.

A panel a file; `panels.py` lists them.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from optimizers.card.panels import PANELS, Work
from optimizers.case import Case

OnProgress = Callable[[dict], None]


@dataclass(eq=False)
class Card:
    """Everything on the card, as plain values and tidy frames.

    Attributes
    ----------
    head : dict of str to dict
        By panel: "what" (class, features, versions, ...), "calibration" (error, ece, sentence, ...),
        "seen" (verdict, sentence, numbers), and "case" (name, task, metric, row counts).
    frames : dict of str to DataFrame
        "steps", "parameters", "scores", "calibration", "confusion" or "points", "histogram" and "bias",
        "importance", "operation", "latency".
    notes : dict of str to list of str
        By panel: what was left out and why, a sentence each.
    """

    head: dict[str, dict[str, Any]] = field(default_factory=dict)
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def to_wire(self) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """Plain JSON values (NaN becomes null) and the frames."""
        return {"head": plain(self.head), "notes": plain(self.notes)}, dict(self.frames)

    @classmethod
    def from_wire(cls, head: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> Card:
        return cls(dict(head["head"]), dict(frames), dict(head["notes"]))


def card(
    case: Case,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    saved_by: Mapping[str, str] | None = None,
    panels: Sequence[str] = tuple(PANELS),
) -> Card:
    """Fill in the card.

    A panel that fails (any model may refuse anything) leaves a sentence in `notes`; the others stand.

    Parameters
    ----------
    case : Case
    seed : int
        Same seed, same card, but for what the clock measures.
    on_progress : callable, optional
        Given {"done": int, "of": 100, "doing": str} as it happens.
    saved_by : mapping of str to str, optional
        Library versions that the model's file names.
    panels : sequence of str
        Which of `PANELS`, in which order.
    """
    made, work = Card({"case": case_head(case)}), Work(case, seed, dict(saved_by or {}))
    total, done = sum(PANELS[name].share for name in panels), 0
    for name in panels:
        tell = _teller(on_progress, PANELS[name].doing, done / total, PANELS[name].share / total)
        tell(0.0)
        rng = np.random.default_rng([seed, list(PANELS).index(name)])
        _fill(made, name, work, rng, tell)
        done += PANELS[name].share
    tell(1.0)
    return made


def _fill(made: Card, name: str, work: Work, rng: np.random.Generator, tell: Callable[[float], None]) -> None:
    """One panel, or the reason why it is empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            head, frames, notes = PANELS[name].fill(work, rng, tell)
        except Exception as wrong:  # any model may refuse anything: the reason becomes part of the card
            head, frames, notes = {}, {}, [str(wrong) or type(wrong).__name__]
    made.frames |= frames
    if head:
        made.head[name] = head
    if notes:
        made.notes[name] = notes


def _teller(on_progress: OnProgress | None, doing: str, begin: float, share: float) -> Callable[[float], None]:
    """Tells of every hundredth of the work once."""
    told = -1

    def tell(part: float) -> None:
        nonlocal told
        done = round(100 * (begin + share * part))
        if on_progress and done > told:
            told = done
            on_progress({"done": done, "of": 100, "doing": doing})

    return tell


def case_head(case: Case) -> dict[str, Any]:
    """Whose card it is."""
    rows = {"n_learning": len(case.X_train), "n_judging": len(case.X_test)}
    return {"name": case.name, "task": case.task, "metric": case.metric, **rows}


def plain(value: Any) -> Any:
    """Values as JSON has them: no NumPy scalars, and null for what is not finite."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
