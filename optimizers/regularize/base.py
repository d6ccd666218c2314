"""What all strategies that regularize share: settings, folds, the choice and what it cost to choose."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.metrics import METRICS
from optimizers.quiet import one_thread
from optimizers.regularize.checks import check_rows, refusal
from optimizers.regularize.judging import BEST, SIMPLEST, corrected, fold_means, take, unbiased
from optimizers.regularize.paths import FEW_CELLS
from optimizers.regularize.places import fresh, why_none
from optimizers.regularize.settings import NAN, Setting
from optimizers.regularize.trying import Folds, Rows, Tried, fitted_on, rows_of, try_settings
from optimizers.strategy import Candidate, Strategy

AUTOMATIC = "automatic"
JUDGES = (AUTOMATIC, *(m for m in METRICS if m != "mape"))


@dataclass(frozen=True)
class Regularize(Strategy):
    """A strategy that refits the model's recipe with other settings and chooses among them by cross-validation.

    A subclass names the `settings`, from the least to the most regularized. A pipeline is refitted whole in
    every fold, a search as the recipe of its best estimator.
    """

    n_folds: int = param(5, 2, 10, "folds", "Parts of the learning rows that judge in turn.", kw_only=True)
    choose: str = param(
        BEST,
        choices=(BEST, SIMPLEST),
        doc="Best mean, or the most regularized within one standard error of it: simpler, at a cost of accuracy.",
        kw_only=True,
    )
    metric: str = param(
        AUTOMATIC, choices=JUDGES, doc="The score that chooses; automatic suits the target.", kw_only=True
    )

    def skip(self, model: Any) -> str:
        try:
            fresh(model, 0)
        except ValueError as wrong:
            return str(wrong)
        return self.unsuitable(model)

    def unsuitable(self, model: Any) -> str:
        """Why the model cannot be regularized so, with a way out; empty if it can."""
        return why_none(model)

    @abstractmethod
    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        """What to try, from the least to the most regularized.

        Raises
        ------
        ValueError
            If a parameter does not suit the model or the rows, in one sentence.
        """

    def folds(self, rows: Rows, seed: int) -> Folds:
        """(rows learned from, rows judged) of each fold: drawn by chance, classes shared out evenly."""
        from optimizers.regularize.checks import shuffled_folds

        return shuffled_folds(rows, self.n_folds, seed)

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The recipe refitted on all learning rows, a candidate a setting, with what the choice saw of it.

        Raises
        ------
        ValueError
            If the rows cannot be shared out, or no setting can be fitted; one sentence that says what to do.
        """
        with one_thread(X.size <= FEW_CELLS):
            made = self.made(model, X, y, rng)
        yield from made

    def made(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> list[Candidate]:
        name, seed = type(self).__name__, int(rng.integers(2**31))
        rows = rows_of(model, X, y, check_rows(name, model, X, y, self.metric, self.n_folds))
        settings, recipe = self.settings(model, X, y), fresh(model, seed)
        tried = try_settings(recipe, settings, rows, self.folds(rows, seed))
        usable = np.flatnonzero(~np.isnan(tried.valid).any(axis=0))
        if not len(usable):
            raise ValueError(refusal(name, tried, X))
        begun = time.perf_counter()
        models = fitted_on(recipe, [settings[j] for j in usable], rows, np.arange(len(X)))
        cost = {"fit_s": (time.perf_counter() - begun) / len(models)}
        saw = seen(tried, usable, rows, self.choose, rng)
        return [
            Candidate(settings[j].label, fitted, dict(cost), choice | on_path(settings[j]))
            for j, fitted, choice in zip(usable, models, saw)
            if not isinstance(fitted, Exception)
        ]


def on_path(setting: Setting) -> dict[str, tuple[float, float, float]]:
    """Where the setting lies, as its candidate says it."""
    return {k: (v, NAN, NAN) for k, v in {"setting": setting.value, **setting.more}.items()}


def seen(tried: Tried, usable: np.ndarray, rows: Rows, rule: str, rng: np.random.Generator) -> list[dict]:
    """What the choice saw of each usable setting; of the chosen one also its score on rows that chose nothing."""
    up = 1.0 if rows.metric.higher_is_better else -1.0
    valid, train = tried.valid[:, usable], tried.train[:, usable]
    folds = fold_means(valid, tried.fold)
    place, bounds = int(take(up * folds, rule)), (rows.metric.low, rows.metric.high)
    out = [
        {
            "validation_score": corrected(folds[:, j], tried.test_to_train, *bounds),
            "training_score": corrected(train[:, j], tried.test_to_train, *bounds),
            "position": (float(j), NAN, NAN),
            "n_tried": (float(len(usable)), NAN, NAN),
            "n_rows": (float(len(rows.y)), NAN, NAN),
        }
        for j in range(len(usable))
    ]
    value, low, high = sorted_interval(unbiased(up * valid, tried.fold, rule, rng), up)
    out[place] |= {"chosen": (1.0, NAN, NAN), "unbiased_score": (value, low, high)}
    return out


def sorted_interval(score: tuple[float, float, float], up: float) -> tuple[float, float, float]:
    """Back in the metric's own direction."""
    value, low, high = (up * s for s in score)
    return value, min(low, high), max(low, high)
