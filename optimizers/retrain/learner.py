"""The candidate of a policy: it keeps what has arrived, and refits when its policy says so."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from optimizers.retrain.estimating import expected_loss
from optimizers.retrain.fits import Fit, fit
from optimizers.retrain.losses import loss_scale, row_losses
from optimizers.retrain.served import Served, learned_from
from optimizers.retrain.windows import Batch, Window, gathered, window_of
from optimizers.strategy import Candidate

if TYPE_CHECKING:
    from optimizers.world import Future

UPLOADED = "as uploaded"
UNUSED = "retrained after the last step: never answered, not billed"


@dataclass(eq=False)
class Learner(Candidate):
    """A model in use, what has arrived so far, and what was done about it.

    Attributes
    ----------
    policy : Retrain
        Whose candidate it is.
    X, y : DataFrame and Series
        The original learning rows.
    step : int
        The step that has just ended; -1 before the first.
    batches : list of Batch
        The labelled rows that arrived, by step.
    made : Hashable
        What the model in use was made from.
    since : int
        The step of the last alarm, or else of the last retraining; -1 before any.
    memory : Any
        What the policy keeps between steps.
    served : list of Served
        The models that answered, one after another, and what each had learned from.
    arrived : list of int
        How many labelled rows came at the end of each step.
    """

    policy: Any = field(default=None, kw_only=True)
    X: Any = field(default=None, kw_only=True)
    y: Any = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        self.uploaded, self.scale = self.model, loss_scale(self.model, self.y)
        self.once: Callable[[Hashable, Callable[[], Any]], Any] = lambda _, make: make()
        self.restart()

    def restart(self) -> None:
        """As before the first step."""
        self.model = self.uploaded
        self.made: Hashable = UPLOADED
        self.step, self.since, self.batches = -1, -1, list[Batch]()
        self.events, self.used, self.expecting = [], set[int](), set[Hashable]()
        self.served, self.arrived = [Served(0, learned_from(UPLOADED, len(self.y)), 0, UPLOADED)], list[int]()
        self.cost = {"retrainings": 0, "fits": 0, "labels": 0, "fit_s": 0.0}
        self.before = dict(self.cost)
        self.memory: Any = self.policy.memory(self)

    @property
    def key(self) -> Hashable:
        return self.made

    def begin(self, world: Future) -> None:
        self.restart()
        self.once = world.once
        self.policy.begin(self, world)

    def end(self) -> None:
        """Let go of what only playing needs; a model that came with the last labels answered nothing, at no price."""
        if self.served[-1].first > self.step >= 0:
            last = self.served.pop()
            self.cost = self.before  # nor are the labels and the seconds of this fit paid for
            self.events = [(s, UNUSED if (s, what) == (self.step, last.what) else what) for s, what in self.events]
        self.once, self.batches, self.memory = lambda _, make: make(), [], None

    def look(self, X: pd.DataFrame) -> None:
        self.policy.saw(self, X)

    def observe(self, X: pd.DataFrame, y: pd.Series) -> None:
        self.step += 1
        batch = self.once(("batch", self.step), lambda: batch_of(self.step, X, y, self.uploaded))
        self.batches.append(batch)
        self.arrived.append(len(batch))
        if batch.note and all(what != batch.note for _, what in self.events):
            self.note(batch.note)
        if self.policy.due(self, batch):
            self.before = dict(self.cost)
            self.policy.renew(self)

    def note(self, what: str) -> None:
        self.events.append((self.step, what))

    def window(self, without_last: bool = False) -> Window:
        """The policy's window at the end of this step, with or without the newest labelled rows."""
        newest = self.newest() if without_last else None
        batches = self.batches[: newest.step] if newest else self.batches
        return window_of(self.policy.window, self.policy.window_steps, len(self.y), batches, self.since)

    def newest(self) -> Batch | None:
        """The newest labelled rows; None if none have arrived."""
        return next((b for b in reversed(self.batches) if len(b)), None)

    def fit(self, window: Window) -> Fit:
        """The recipe fitted on a window, once for all candidates; it is paid for by each that asks."""
        found = self.once(("fit", window), lambda: fit(self.uploaded, *gathered(window, self.X, self.y, self.batches)))
        self.cost["fits"] += not found.problem
        self.cost["fit_s"] += found.seconds
        self.buy(window.steps)
        return found

    def buy(self, steps: tuple[int, ...]) -> None:
        """The labels of these steps are read, and are paid for once."""
        self.cost["labels"] += sum(len(self.batches[s]) for s in set(steps) - self.used)
        self.used |= set(steps)

    def losses(self, batch: Batch, model: Any = None, made: Hashable = None) -> np.ndarray:
        """The loss of each of a batch's rows, by default of the model in use; found once for all candidates."""
        model, made = (self.model, self.made) if model is None else (model, made)
        self.buy((batch.step,))
        return self.once(("losses", made, batch.step), lambda: row_losses(model, batch.X, batch.y, self.scale))

    def retrain(self, window: Window | None = None) -> bool:
        """Refit on the window and use that model from the next step on; else keep the old one and say why."""
        window = window or self.window()
        if ("fit", window) == self.made or not window.steps:
            self.note("kept the old model: no new labels have arrived")
            return False
        found = self.fit(window)
        if found.problem:
            self.note(f"kept the old model: {found.problem}")
            return False
        self.adopt(found.model, ("fit", window))
        return True

    def adopt(self, model: Any, made: Hashable, what: str = "retrained") -> None:
        """Use another model from the next step on."""
        self.model, self.made, self.since = model, made, self.step
        self.cost["retrainings"] += 1
        self.note(what)
        self.serve(learned_from(made, len(self.y)), what)

    def serve(self, knows: Window, what: str, counts: bool = True) -> None:
        """The model in use is another one from the next step on; `counts` if that was a retraining."""
        n_labels = sum(len(self.batches[s]) for s in knows.steps)
        self.served.append(Served(self.step + 1, knows, n_labels, what, counts))

    def expected_loss(self, X: pd.DataFrame) -> float:
        """The loss that the model in use should have on a step's rows; no label is read for it.

        Learned from the rows that this model has learned from, by folds; it takes its time, which is paid for.
        """
        window = learned_from(self.made, len(self.y))
        rows = gathered(window, self.X, self.y, self.batches)[:2]
        found = self.once(("expected", self.made), lambda: expected_loss(self.model, *rows, self.scale))
        if self.made not in self.expecting:
            self.expecting.add(self.made)
            self.cost["fit_s"] += found.seconds
            if found.problem:
                self.events.append((self.step + 1, f"nothing can be estimated: {found.problem}"))
        return self.once(("expected loss", self.made, self.step + 1), lambda: found.of(X))


def batch_of(step: int, X: pd.DataFrame, y: pd.Series, model: Any) -> Batch:
    """What can be learned from of the rows that arrived."""
    known = y.notna().to_numpy()
    if hasattr(model, "classes_"):
        known = y.isin(list(model.classes_)).to_numpy()
    if known.all():
        return Batch(step, X, y)
    new = [str(label)[:20] for label in pd.unique(y[~known & y.notna().to_numpy()])[:3]]
    note = "left out rows without a label"
    if new:
        note = f"left out rows of labels that the model as uploaded never had ({', '.join(new)})"
    return Batch(step, X[known], y[known], note)
