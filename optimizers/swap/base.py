"""What all swaps share: another estimator in the old one's place, its open settings chosen, the effort stated."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.quiet import one_thread
from optimizers.regularize.base import AUTOMATIC
from optimizers.regularize.base import seen as scores_seen
from optimizers.regularize.checks import check_rows, refusal, shuffled_folds
from optimizers.regularize.judging import BEST
from optimizers.regularize.paths import FEW_CELLS
from optimizers.regularize.places import fresh, opened
from optimizers.regularize.settings import NAN, Setting
from optimizers.regularize.trying import Rows, Tried, fitted_on, rows_of, try_settings
from optimizers.strategy import Candidate, Strategy
from optimizers.swap.carrying import Proposal, Seen
from optimizers.swap.effort import construction_diff
from optimizers.swap.opting import Option, best_of, without
from optimizers.swap.placing import innermost, replaced, seeded, seen_inside

AS_IT_IS = Setting("", NAN)


@dataclass
class SwappedCandidate(Candidate):
    """A model with another estimator inside.

    Attributes
    ----------
    because : str
        What was carried over, what has no counterpart, which open setting was chosen.
    changes : str
        What would have to change in the code that makes the model, as a unified diff.
    """

    because: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Swap(Strategy):
    """A strategy that puts another estimator in the place of the model's last one and refits the whole.

    A subclass names the estimators that it `takes` and says in `proposals` what to put in their place. Where
    settings of the new estimator are open, folds of the learning rows choose.
    """

    takes: ClassVar[tuple[str, ...]] = ()

    n_folds: int = param(3, 2, 10, "folds", "Parts of the learning rows that judge in turn.", kw_only=True)

    def skip(self, model: Any) -> str:
        try:
            fresh(model, 0)
        except ValueError as wrong:
            return str(wrong)
        own, name = innermost(model), type(self).__name__
        if type(own).__name__ not in self.takes:
            return f"{name} takes {', '.join(self.takes)}; this is a {type(own).__name__}: try Student or OtherLibrary."
        if getattr(own, "n_outputs_", 1) not in (1, None) and not hasattr(own, "coefs_"):
            return f"{name} takes models of one output; give the model of one output on its own."
        return self.unsuitable(own)

    def unsuitable(self, own: Any) -> str:
        """Why this very estimator cannot be swapped so, with a way out; empty if it can."""
        return ""

    @abstractmethod
    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        """Unfitted estimators for the place of the fitted `own`.

        Raises
        ------
        ValueError
            If the rows do not suit them, in one sentence.
        """

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The model with each proposal inside, refitted whole on all learning rows.

        Raises
        ------
        ValueError
            If the rows cannot be shared out, or nothing can be fitted; one sentence that says what to do.
        """
        with one_thread(X.size <= FEW_CELLS):
            made = self.made(model, X, y, rng)
        yield from made

    def made(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> list[Candidate]:
        name, seed = type(self).__name__, int(rng.integers(2**31))
        rows = rows_of(model, X, y, check_rows(name, model, X, y, AUTOMATIC, self.n_folds))
        options = self.options(model, X, rows)
        begun = time.perf_counter()
        tried = self.tried([o.unfitted for o in options], rows, seed)
        choose_s = (time.perf_counter() - begun) / len(options)
        usable = np.flatnonzero(~np.isnan(tried.valid).any(axis=0))
        if not len(usable):
            raise ValueError(refusal(name, tried, X))
        saw = dict(zip(usable.tolist(), scores_seen(tried, usable, rows, BEST, rng)))
        best = [best_of(options, saw, p, rows) for p in dict.fromkeys(o.proposal for o in options)]
        missed = without(options, best, tried)
        return [self.candidate(model, rows, options, i, saw[i], choose_s, seed, missed) for i in best if i is not None]

    def options(self, model: Any, X: pd.DataFrame, rows: Rows) -> list[Option]:
        try:
            seen = seen_inside(model, X, rows.y)
            found = self.proposals(innermost(model), seen)
            return [Option(p, text, replaced(model, new, seen)) for p in found for text, new in p.options.items()]
        except ValueError as wrong:
            raise ValueError(f"{type(self).__name__}: {wrong}") from wrong

    def tried(self, unfitted: list[Any], rows: Rows, seed: int) -> Tried:
        """Every option in the same folds, beside each other."""
        folds = shuffled_folds(rows, self.n_folds, seed)
        one = [try_settings(seeded(new, seed), [AS_IT_IS], rows, folds) for new in unfitted]
        valid, train = (np.hstack([getattr(t, part) for t in one]) for part in ("valid", "train"))
        errors = {i: t.errors[0] for i, t in enumerate(one) if t.errors}
        return Tried(valid, one[0].fold, train, one[0].test_to_train, errors)

    def candidate(
        self, model: Any, rows: Rows, options: list[Option], i: int, saw: dict, choose_s: float, seed: int, missed: str
    ) -> Candidate:
        own = options[i]
        others = [o.text for o in options if o.proposal is own.proposal]
        begun = time.perf_counter()
        (fitted,) = fitted_on(seeded(own.unfitted, seed), [AS_IT_IS], rows, np.arange(len(rows.y)))
        if isinstance(fitted, Exception):
            raise ValueError(f"{type(self).__name__}: {own.proposal.label} could not be fitted: {fitted}") from fitted
        cost = {"fit_s": time.perf_counter() - begun, "fit_rows": float(len(rows.y)), "choose_s": choose_s}
        chose = f" Chosen by {self.n_folds} folds: {own.text}, of {', '.join(others)}." if len(others) > 1 else ""
        choice = {k: v for k, v in saw.items() if k != "position"}
        because = f"{own.proposal.because}{chose}{missed}".strip()
        changes = construction_diff(opened(model), own.unfitted)
        return SwappedCandidate(own.proposal.label, fitted, cost, choice, because=because, changes=changes)
