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

    A subclass names the estimators that it takes in `takes` and yields smaller copies of the estimator
    inside from `pruned`; pipelines, searches and transformed targets are opened and closed here.
    """

    takes: ClassVar[tuple[str, ...]] = ()

    choose_share: float = param(
        0.25, 0.05, 0.8, "of the learning rows", "How many choose the settings: the last ones.", kw_only=True
    )

    def skip(self, model: Any) -> str:
        estimator = inside(model).estimator
        names = {c.__name__ for c in type(estimator).__mro__}
        if self.takes and not names & set(self.takes):
            return f"{type(self).__name__} takes {', '.join(self.takes)}; this is a {type(estimator).__name__}."
        if getattr(estimator, "n_outputs_", 1) not in (1, None) and "MLP" not in type(estimator).__name__:
            return f"{type(self).__name__} takes models of one output; give the model of one output on its own."
        return why_not(model) or self.unsuitable(estimator)

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
        opened = inside(model)
        rows = self.split(opened, X, y)
        for label, estimator in self.pruned(opened.estimator, rows, rng):
            yield Candidate(label, opened.wrapped(estimator))

    def split(self, opened: Inside, X: pd.DataFrame, y: pd.Series) -> PruningRows:
        n_choose = round(self.choose_share * len(X))
        if n_choose < FEWEST_ROWS or len(X) - n_choose < FEWEST_ROWS:
            raise ValueError(
                f"{type(self).__name__} needs at least {FEWEST_ROWS} rows to choose by and as many to teach; the "
                f"learning rows give {n_choose} and {len(X) - n_choose}: bring more rows or change choose_share."
            )
        targets, cut = opened.targets(y), len(X) - n_choose
        if hasattr(opened.estimator, "classes_") and len(np.unique(targets[cut:])) < 2:
            raise ValueError(
                f"{type(self).__name__}: the last {n_choose} learning rows, which choose, hold one class only; "
                "raise choose_share or bring rows of another class."
            )
        return PruningRows(opened.rows(X.iloc[:cut]), targets[:cut], opened.rows(X.iloc[cut:]), targets[cut:])

    @abstractmethod
    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        """(label, smaller estimator) pairs; the given estimator stays as it is."""
