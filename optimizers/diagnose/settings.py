"""The settings that a diagnosis tries: a handful on both sides of the model's own, along each regularizer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optimizers.regularize.places import fresh, with_setting
from optimizers.regularize.regularizers import Regularizer, current, innermost, probe, regularizers

OWN, MORE, LESS = "own", "more", "less"
N_MAIN, N_OTHER = 7, 4
MOST_REGULARIZERS = 3
ROUNDS = ("n_estimators", "max_iter")  # more of them take longer: not tried beyond MOST_ROUNDS times the own
MOST_ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Setting:
    """One setting to try.

    Attributes
    ----------
    regularizer : str
        The parameter of the innermost estimator; empty for the model's own settings.
    value : float, int or None
    side : str
        "own", "more" (regularized than the model) or "less".
    model : unfitted estimator
        The whole recipe with this setting.
    own : float, int or None
        The model's own value of the regularizer; what words such as "scale" come to.
    """

    regularizer: str
    value: Any
    side: str
    model: Any
    own: Any = None


def settings(model: Any, seed: int) -> list[Setting]:
    """The model's own setting first, then along each regularizer from least to most regularized.

    The main regularizer comes first: the one with the strongest known effect of those that the model uses.
    """
    found = [Setting("", None, OWN, fresh(model, seed))]
    for place, regularizer in enumerate(in_use(model)):
        found += along(model, regularizer, N_OTHER if place else N_MAIN, seed)
    return found


def in_use(model: Any) -> list[Regularizer]:
    """The regularizers to probe: those that the model is held back by, and the strongest of all."""
    known = regularizers(model)
    holding = [r for r in known if place_of(model, r, N_OTHER) > 0]
    chosen = holding[:MOST_REGULARIZERS]
    if known and known[0] not in chosen:
        chosen = [*chosen[: MOST_REGULARIZERS - 1], known[0]]
    return chosen


def place_of(model: Any, regularizer: Regularizer, n: int) -> int:
    """How many of the probed settings are less regularized than the model's own."""
    return probe(model, regularizer, n).index(current(innermost(model), regularizer))


def along(model: Any, regularizer: Regularizer, n: int, seed: int) -> list[Setting]:
    """The settings of one regularizer on both sides of the model's own, which is left out."""
    values = probe(model, regularizer, n)
    now = current(innermost(model), regularizer)
    own = values.index(now)
    return [
        Setting(regularizer.name, v, LESS if i < own else MORE, with_setting(model, regularizer.name, v, seed), now)
        for i, v in enumerate(values)
        if i != own and not too_long(regularizer, v, now)
    ]


def too_long(regularizer: Regularizer, value: Any, now: Any) -> bool:
    """Whether a setting is left out because it takes many times as long as the model's own."""
    return regularizer.name in ROUNDS and value is not None and bool(now) and value > MOST_ROUNDS * now
