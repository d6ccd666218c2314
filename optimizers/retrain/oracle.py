"""The best schedule there could have been."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner, batch_of
from optimizers.retrain.losses import row_losses
from optimizers.retrain.windows import SINCE, Batch

if TYPE_CHECKING:
    from optimizers.world import Future


@dataclass(frozen=True)
class Oracle(Retrain):
    """Hindsight (a ceiling).

    It is no policy that one can follow: it knows how every model that could have been made would have answered
    every step, and finds the cheapest schedule by dynamic programming: the loss of all steps plus the price of
    each retraining. A ceiling of this cost alone: at another price, or by another metric, a policy may be better.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Mahadevan, Mathioudakis (2024). Cost-aware retraining for machine learning. Knowledge-Based Systems 293.
    """

    price: float = param(
        0.02, 0.0, 10.0, "error-steps", "What a retraining costs; 1 is one step on which every prediction is wrong."
    )

    def unsuitable(self, model: Any) -> str:
        if self.window != SINCE:
            return ""
        return "Oracle looks at all models at once, and an alarm's window depends on the past; choose another window."

    def label(self) -> str:
        return f"in hindsight{self.over()}"

    def begin(self, seen: Learner, world: Future) -> None:
        question = ("matrix", self.window, self.window_steps)
        losses = world.once(question, lambda: loss_matrix(self, seen, world))
        seen.memory = set(best_schedule(by_size(losses, world), self.price))

    def due(self, seen: Learner, batch: Batch) -> bool:
        return seen.step + 1 in (seen.memory or ())


def loss_matrix(policy: Retrain, seen: Learner, world: Future) -> np.ndarray:
    """Mean loss of every model on every step that it could answer.

    Returns
    -------
    ndarray of shape (n_steps, n_steps)
        Row 0 is the model as uploaded, row r the model refitted at the end of step r - 1; column s is step s.
        Infinite where there is no such model; NaN where a step has no rows or no answer.
    """
    n_steps = world.n_steps
    losses = np.full((n_steps, n_steps), np.inf)
    scout = Learner("", seen.uploaded, policy=policy, X=seen.X, y=seen.y)
    scout.once = world.once
    batches = [scout.once(("batch", s), partial(arrived, world, s, seen.uploaded)) for s in range(n_steps)]
    losses[0] = [step_loss(scout, scout.model, scout.made, world, batches[s], s) for s in range(n_steps)]
    for r in range(1, n_steps):
        scout.batches = batches[:r]
        window = scout.window()
        found = scout.fit(window) if len(batches[r - 1]) else None
        if found and not found.problem:
            judged = [step_loss(scout, found.model, ("fit", window), world, batches[s], s) for s in range(r, n_steps)]
            losses[r, r:] = judged
    return losses


def by_size(losses: np.ndarray, world: Future) -> np.ndarray:
    """The losses of steps of unequal length, each weighing as much as its rows: a step of the mean length weighs 1."""
    n_rows = np.diff(world.bounds)
    weights = n_rows / max(1.0, float(n_rows.mean()))
    return np.where(np.isinf(losses), np.inf, np.where(np.isinf(losses), 0.0, losses) * weights)


def arrived(world: Future, s: int, model: Any) -> Batch:
    places = world.labelled[s]
    return batch_of(s, world.arriving.X.iloc[places], world.arriving.y.iloc[places], model)


def step_loss(scout: Learner, model: Any, made: Hashable, world: Future, batch: Batch, s: int) -> float:
    """The mean loss of a model on the rows that judge a step; asked once where they are those that arrive."""
    rows = world.step(s)
    same = world.arriving.X is world.X and np.array_equal(batch.X.index, np.arange(rows.start, rows.stop))
    losses = scout.once(
        ("losses" if same else "judged", made, s),
        lambda: row_losses(model, world.X.iloc[rows], world.y.iloc[rows], scout.scale),
    )
    return float(losses.mean()) if len(losses) else np.nan


def best_schedule(losses: np.ndarray, price: float) -> list[int]:
    """The cheapest schedule: the rows of the matrix that are put in use, each from its own step on.

    Parameters
    ----------
    losses : ndarray of shape (n_steps, n_steps)
        As `loss_matrix` gives them; NaN costs nothing.
    price : float
        Of one retraining, in the same unit as a step's loss.
    """
    n = len(losses)
    rest, until = np.zeros(n + 1), np.zeros(n, int)
    for r in range(n - 1, -1, -1):
        costs = np.cumsum(np.nan_to_num(losses[r, r:], nan=0.0, posinf=np.inf))
        costs[:-1] += price + rest[r + 1 : n]
        until[r] = r + 1 + len(costs) - 1 - int(np.argmin(costs[::-1]))  # of equals the one that lasts longest
        rest[r] = costs.min()
    schedule = [int(until[0])] if n else []
    while schedule and schedule[-1] < n:
        schedule.append(int(until[schedule[-1]]))
    return schedule[:-1]
