"""How sure a bill is: what groups of judging rows add to each kind of mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizers.against import labels_of
from optimizers.retrain.mistakes import MOST_CLASSES
from optimizers.retrain.prices import Prices

if TYPE_CHECKING:
    from optimizers.result import Result
    from optimizers.world import Future

N_GROUPS = 400
KEYS = ["strategy", "candidate", "kind"]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The influence of each group of judging rows on a candidate's mistakes.

    Rows that are the same judging row stand in one group, and a row stands in the same group for every candidate:
    differences of candidates are paired. With at most 400 judging rows each is a group of its own.

    Attributes
    ----------
    kinds : tuple of str
        "errors", and for up to 20 classes "0 as 1" and so on, as `mistakes` names them.
    parts : ndarray of shape (n_groups, n_kinds)
        How many more mistakes than the mean of its steps a group has, summed over steps: columns sum to 0.
    """

    kinds: tuple[str, ...]
    parts: np.ndarray


def ledger(task: str, y: np.ndarray, answers: Sequence[np.ndarray], n_classes: int, world: Future) -> Ledger:
    """The ledger of one candidate.

    Parameters
    ----------
    task : str
    y : ndarray of shape (n_rows,)
        Codes or values of all steps.
    answers : sequence of ndarray
        By step, as `playing.step_outputs` gives them.
    n_classes : int
    world : Future
    """
    if task == "regression":
        return Ledger(("errors",), grouped(np.abs(np.concatenate(answers) - y), world)[:, None])
    given = np.concatenate([labels_of(a) for a in answers])
    wrong = given != y
    kinds, columns = ["errors"], [wrong]
    if n_classes <= MOST_CLASSES:
        pairs = np.unique(np.stack([y, given])[:, wrong], axis=1).T.tolist()
        kinds += [f"{t} as {p}" for t, p in pairs]
        columns += [(y == t) & (given == p) for t, p in pairs]
    return Ledger(tuple(kinds), np.column_stack([grouped(c, world) for c in columns]))


def grouped(losses: np.ndarray, world: Future) -> np.ndarray:
    """The losses of all rows, less the mean of their step, summed by group."""
    group, n_groups = groups(world)
    steps = np.split(losses.astype(float), world.bounds[1:-1])
    centred = np.concatenate([part - part.mean() if len(part) else part for part in steps])
    return np.bincount(group, weights=centred, minlength=n_groups)


def groups(world: Future) -> tuple[np.ndarray, int]:
    """The group of each row of the world, and how many there are; judging rows are dealt to groups by chance."""

    def dealt() -> tuple[np.ndarray, int]:
        rows, place = np.unique(world.rows, return_inverse=True)
        return np.random.default_rng(0).permutation(len(rows))[place] % N_GROUPS, min(N_GROUPS, len(rows))

    return world.once("groups of rows", dealt)


def ledger_frame(ledgers: Mapping[tuple[str, str], Ledger]) -> pd.DataFrame:
    """Ledgers by (strategy, candidate) as one table: a row a candidate and kind, a column a group."""
    tables = [
        pd.DataFrame(own.parts.T.astype(np.float32), columns=[str(g) for g in range(len(own.parts))]).assign(
            strategy=strategy, candidate=candidate, kind=own.kinds
        )
        for (strategy, candidate), own in ledgers.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=KEYS)


def carried(result: Result) -> pd.DataFrame:
    """The ledgers of all candidates of a result that was played here."""
    return ledger_frame({key: c.ledger for key, c in result.candidates.items() if c.ledger is not None})


def priced(frame: pd.DataFrame, prices: Prices, values: bool) -> pd.DataFrame:
    """What each group adds to the cost of the errors: a row a (strategy, candidate), a column a group."""
    costs = frame.drop(columns=KEYS).mul(prices.of(frame["kind"].tolist(), values), axis=0)
    return costs.groupby([frame["strategy"], frame["candidate"]], sort=False).sum()
