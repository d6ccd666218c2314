"""What all pruning strategies share: the rows that choose, the estimator inside, the reasons to skip."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.inside import Inside, inside, why_not
from optimizers.members import coded
from optimizers.parts import parts
from optimizers.prune.recalibrated import recalibrated
from optimizers.prune.together import together
from optimizers.strategy import Candidate, Strategy

FEWEST_ROWS = 20


@dataclass(frozen=True, eq=False)
class PruningRows:
    """The learning rows, split: `fit` may teach leaves and weights, `choose` chooses among settings.

    Attributes
    ----------
    X_fit, X_choose : table
        Rows as the estimator inside sees them.
    y_fit, y_choose : ndarray of shape (n_rows,)
        Labels or values as the estimator inside predicts them.
    """

    X_fit: Any
    y_fit: np.ndarray
    X_choose: Any
    y_choose: np.ndarray


@dataclass(frozen=True)
class Prune(Strategy):
    """A strategy that rebuilds a fitted model with fewer parameters.

    A subclass names the estimators that it takes in `takes` and yields smaller copies of one estimator from
    `pruned`; pipelines, searches and transformed targets are opened and closed here. So are models that spread over
    several (bags, votes, stacks, calibrated ones): their members are pruned one by one, and the paths walked together.
    The calibrators of a pruned classifier are fitted anew on the teaching rows where the choosing rows gain from it.
    """

    takes: ClassVar[tuple[str, ...]] = ()

    choose_share: float = param(
        0.25, 0.05, 0.8, "of the learning rows", "How many choose the settings: the last ones.", kw_only=True
    )

    def skip(self, model: Any) -> str:
        leaves = parts(model, self.takes).leaves
        reasons = [self.refusal(leaf.estimator) for leaf in leaves]
        if leaves[0].estimator is (whole := inside(model).estimator):
            return reasons[0]
        if type(self).candidates is not Prune.candidates:
            return f"{type(self).__name__} does not look inside a {type(whole).__name__}; give one of its members."
        return "" if "" in reasons else f"{type(whole).__name__} has no member to prune so: {reasons[0]}"

    def refusal(self, estimator: Any) -> str:
        """Why this estimator, of those that a model is made of, stays as it is; empty if it can be pruned."""
        names = {c.__name__ for c in type(estimator).__mro__}
        if self.takes and not names & set(self.takes):
            return f"{type(self).__name__} takes {', '.join(self.takes)}; this is a {type(estimator).__name__}."
        if getattr(estimator, "n_outputs_", 1) not in (1, None) and "MLP" not in type(estimator).__name__:
            return f"{type(self).__name__} takes models of one output; give the model of one output on its own."
        return why_not(estimator) or self.unsuitable(estimator)

    def unsuitable(self, estimator: Any) -> str:
        """Why this very estimator cannot be pruned so, with a way out; empty if it can."""
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """Smaller copies of the whole model, the largest first.

        Raises
        ------
        ValueError
            If there are too few rows, or one class only, to choose anything by.
        """
        found, n_fit = parts(model, self.takes), len(X) - round(self.choose_share * len(X))
        old = [leaf.estimator for leaf in found.leaves]
        for label, estimators in self.points(found.leaves, X, y, rng):
            smaller = found.rebuilt(estimators)
            same = all(one is before for one, before in zip(estimators, old))
            yield Candidate(label, smaller if same else recalibrated(smaller, X, y, n_fit))

    def points(
        self, leaves: list[Inside], X: pd.DataFrame, y: pd.Series, rng: np.random.Generator
    ) -> Iterator[tuple[str, list[Any]]]:
        """(label, an estimator for every leaf) along the path."""
        if len(leaves) > 1:
            yield from together(self.paths(leaves, X, y, rng), [leaf.estimator for leaf in leaves])
            return
        for label, estimator in self.pruned(leaves[0].estimator, self.split(leaves[0], X, y), rng):
            yield label, [estimator]

    def paths(
        self, leaves: list[Inside], X: pd.DataFrame, y: pd.Series, rng: np.random.Generator
    ) -> list[list[tuple[str, Any]]]:
        """The path of every member; empty for one that is not taken, or has not the rows to choose by."""
        out: list[list[tuple[str, Any]]] = []
        wrong: list[ValueError] = []
        for leaf in leaves:
            out.append([])
            if not self.refusal(leaf.estimator):
                try:
                    rows = self.split(leaf, X, y)
                except ValueError as too_few:
                    wrong.append(too_few)
                else:
                    out[-1] = list(self.pruned(leaf.estimator, rows, rng))
        if wrong and not any(out):
            raise wrong[0]
        return out

    def split(self, opened: Inside, X: pd.DataFrame, y: pd.Series) -> PruningRows:
        cut = len(X) - round(self.choose_share * len(X))
        rows, targets = opened.rows(X), opened.targets(y)
        known = known_to(opened.estimator, targets)
        fit, choose = np.flatnonzero(known[:cut]), cut + np.flatnonzero(known[cut:])
        if min(len(fit), len(choose)) < FEWEST_ROWS:
            raise ValueError(
                f"{type(self).__name__} needs at least {FEWEST_ROWS} rows to choose by and as many to teach; the "
                f"learning rows give {len(choose)} and {len(fit)}: bring more rows or change choose_share."
            )
        if hasattr(opened.estimator, "classes_") and len(np.unique(targets[choose])) < 2:
            raise ValueError(
                f"{type(self).__name__}: the last {len(choose)} learning rows, which choose, hold one class only; "
                "raise choose_share or bring rows of another class."
            )
        return PruningRows(at(rows, fit), targets[fit], at(rows, choose), targets[choose])

    @abstractmethod
    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        """(label, smaller estimator) pairs; the given estimator stays as it is."""


def known_to(estimator: Any, targets: np.ndarray) -> np.ndarray:
    """Rows whose class the estimator was shown, bool (n_rows,); a member may not know all of them."""
    if not hasattr(estimator, "classes_"):
        return np.ones(len(targets), dtype=bool)
    known = coded(estimator.classes_, targets) >= 0
    return known if known.any() else np.ones(len(targets), dtype=bool)


def at(rows: Any, places: np.ndarray) -> Any:
    """Some rows of a table, an array or a sparse matrix."""
    if hasattr(rows, "iloc"):
        return rows.iloc[places]
    return rows[places] if hasattr(rows, "shape") else [rows[i] for i in places]
