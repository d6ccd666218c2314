"""What we do to a model: strategies, and the candidates that they yield."""

from __future__ import annotations

import importlib.util
from abc import abstractmethod
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import Component, discover

if TYPE_CHECKING:
    from optimizers.world import Future

FAMILIES = ("prune", "regularize", "retrain", "distill", "deploy", "swap")


@dataclass
class Candidate:
    """A model that takes part in an experiment.

    A frozen model is asked for all its steps at once; one that learns overrides `observe`
    and is asked step by step.

    Attributes
    ----------
    label : str
        Unique within its strategy.
    model : estimator
        Anything with `predict`.
    cost : dict
        What making it took, by unit: {"fit_s": 1.2}.
    choice : dict of str to (value, low, high)
        What its strategy saw of it on learning rows when it chose, as the part "choice" of the frame:
        {"validation_score": (0.91, 0.89, 0.93), "setting": (0.1, nan, nan), "chosen": (1, nan, nan)}.
    events : list of (int, str)
        What happened to it, by step: (7, "retrained").
    ledger : Ledger, optional
        How sure the number of its mistakes is, where some strategy learns; `optimizers.retrain.ledger` reads it.
    """

    label: str
    model: Any
    cost: dict[str, float] = field(default_factory=dict)
    choice: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    events: list[tuple[int, str]] = field(default_factory=list)
    ledger: Any = field(default=None, repr=False, compare=False, kw_only=True)

    def begin(self, world: Future) -> None:
        """It is about to play. Of the world an honest candidate uses `once` alone, to share work with others."""

    def look(self, X: pd.DataFrame) -> None:
        """A step's rows have arrived, without labels, after the step was answered."""

    def observe(self, X: pd.DataFrame, y: pd.Series) -> None:
        """What labels have arrived by the end of a step, none perhaps; a frozen model ignores them."""

    def end(self) -> None:
        """It has played; what only playing needs may go."""

    @property
    def key(self) -> Hashable:
        """Names what the model was made from: equal keys, equal answers. None when that is not known."""
        return None

    @property
    def observes(self) -> bool:
        return type(self).observe is not Candidate.observe


@dataclass(frozen=True)
class Strategy(Component):
    """One way to make a model better, smaller or longer-lived.

    It is given training rows alone; to choose among its own candidates it holds out part of them.
    Its candidates observe where `learns` is true; where `usual` is false it takes part only when it is asked to.
    Where `exports` is true they are no scikit-learn models but run in place of one: saved, not opened here again.
    """

    learns: ClassVar[bool] = False
    usual: ClassVar[bool] = True
    by_chance: ClassVar[bool] = False  # its candidates differ by luck alone: none of them is ever recommended
    exports: ClassVar[bool] = False

    def skip(self, model: Any) -> str:
        """Why the strategy does not apply to this model, with a way out; empty if it does."""
        return ""

    @abstractmethod
    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The candidates, with unique labels; the given model stays as it is."""


@cache
def strategies() -> dict[str, type[Strategy]]:
    """Every strategy of every family that is there, by class name."""
    found: dict[str, type[Strategy]] = {}
    for family in FAMILIES:
        if importlib.util.find_spec(f"optimizers.{family}"):
            found |= discover(f"optimizers.{family}", Strategy)
    return found
