"""Which parameters regularize which estimator, in which direction, and settings to try around a model's own.

The table itself stands in `regularizers_linear`, `regularizers_trees` and `regularizers_other`: the name of an
estimator's class -> its regularizers, the one with the strongest known effect first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

Value = float | int | None
MOST = 10.0  # settings next to each other differ by at most this factor


@dataclass(frozen=True)
class Regularizer:
    """One parameter that regularizes: `Regularizer(name, direction, low, high, log, integer)`.

    Attributes
    ----------
    name : str
        The parameter of the innermost estimator, such as "C".
    direction : int
        +1 where a larger value regularizes more, -1 where a smaller one does.
    low, high : float
        The sensible range; in units of the root's impurity where `of_impurity`.
    log : bool
        True where settings are equally spaced by ratio.
    integer : bool
        True where values are whole numbers.
    unlimited : bool
        True where None stands for no regularization at all.
    when : tuple of (parameter, allowed values)
        What other parameters of the estimator must be for this one to have an effect.
    of_impurity : bool
        True where the value is measured in the training impurity, which has the scale of the target.
    """

    name: str
    direction: int
    low: float
    high: float
    log: bool = True
    integer: bool = False
    unlimited: bool = False
    when: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    of_impurity: bool = False

    def applies(self, settings: dict[str, Any]) -> bool:
        """Whether the estimator's other parameters let this one have an effect."""
        return self.name in settings and all(settings[k] in allowed for k, allowed in self.when)


@cache
def table() -> dict[str, tuple[Regularizer, ...]]:
    """Every estimator's class name and its regularizers, the strongest known effect first."""
    from optimizers.regularize import regularizers_linear, regularizers_other, regularizers_trees

    return regularizers_linear.TABLE | regularizers_trees.TABLE | regularizers_other.TABLE


def regularizers(estimator: Any) -> tuple[Regularizer, ...]:
    """What regularizes this estimator with the settings that it has, the strongest known effect first.

    Parameters
    ----------
    estimator : estimator
        Fitted or not; pipelines, searches and transformed targets are opened and the names are those of the
        parameters of the innermost estimator.

    Returns
    -------
    tuple of Regularizer
        Empty where none is known; `optimizers.regularize.places.why_none` says why.
    """
    own = innermost(estimator)
    settings = own.get_params(deep=False) if hasattr(own, "get_params") else {}
    return tuple(r for r in listed(own) if r.applies(settings))


def listed(estimator: Any) -> tuple[Regularizer, ...]:
    """All that the table holds for this class or the next of its bases that it knows, whatever its settings."""
    return next((table()[c.__name__] for c in type(estimator).__mro__ if c.__name__ in table()), ())


def innermost(model: Any) -> Any:
    """The estimator inside pipelines, searches, transformed targets, calibration and thresholds."""
    from optimizers.regularize.places import steps_to

    return steps_to(model)[-1][1]


def probe(estimator: Any, regularizer: Regularizer, n: int) -> list[Value]:
    """About `n` settings on both sides of the model's own value, from least to most regularized.

    Parameters
    ----------
    estimator : estimator
        As for `regularizers`; fitted ones tell their depth, leaves and impurity.
    regularizer : Regularizer
        One of `regularizers(estimator)`.
    n : int
        How many, at least 2; fewer come back where whole numbers run out.

    Returns
    -------
    list of float, int or None
        Python scalars, None for "unlimited"; ordered from least to most regularized, each value once. The
        model's own value is among them; it is at an end only where nothing lies beyond it.
    """
    own, low, high = innermost(estimator), *bounds(estimator, regularizer)
    now = current(own, regularizer)
    if now is None or (now == 0 and regularizer.log):
        values: list[Value] = [now if now is None or not regularizer.integer else 0]
        rest = between(low, high, n - 1, regularizer)
        return values + [v for v in rest if v not in values]
    if regularizer.integer and isinstance(now, float) and now < 1:  # a share of the rows instead of a number
        low, high = min(now, 0.002), max(now, 0.5)
        return around(now, low, high, n, Regularizer(regularizer.name, regularizer.direction, low, high))
    return around(now, min(low, now), max(high, now), n, regularizer)


def bounds(estimator: Any, regularizer: Regularizer) -> tuple[float, float]:
    """The range of sensible values, narrowed or scaled to what the fitted estimator has inside."""
    from optimizers.regularize.grown import highest, root_impurity

    own, r = innermost(estimator), regularizer
    if r.of_impurity:
        scale = root_impurity(own)
        return r.low * scale, r.high * scale
    return r.low, max(r.low, min(r.high, highest(own, r.name)))


def current(own: Any, regularizer: Regularizer) -> Value:
    """The estimator's own value as a number, or None for unlimited; what words such as "sqrt" come to."""
    from optimizers.regularize.grown import share, word_value

    value = getattr(own, regularizer.name, None)
    if isinstance(value, str):
        told = word_value(own, regularizer.name, value)
        return middle(regularizer) if told is None else rounded(told, regularizer)
    if value is None:
        return None if regularizer.unlimited else middle(regularizer)
    if isinstance(value, (bool, int, float, np.number)):
        whole = isinstance(value, (int, np.integer))
        return int(value) if whole and regularizer.integer else share(own, regularizer.name, float(value), whole)
    return middle(regularizer)


def middle(r: Regularizer) -> float | int:
    """The middle of the range, on its scale."""
    value = math.sqrt(r.low * r.high) if r.log and r.low > 0 else (r.low + r.high) / 2
    return round(value) if r.integer else value


def between(low: float, high: float, n: int, r: Regularizer) -> list[Value]:
    """n values from the least to the most regularized end of a range."""
    raw = np.geomspace(low, high, n) if r.log and low > 0 else np.linspace(low, high, n)
    return ordered([rounded(float(v), r) for v in raw], r)


def around(now: float, low: float, high: float, n: int, r: Regularizer) -> list[Value]:
    """The own value and about as many on each side; what one side has no room for goes to the other."""
    by_ratio = r.log and low > 0
    to, back = (math.log, math.exp) if by_ratio else (float, float)
    a, z, own = to(low), to(high), to(now)
    step = (z - a) / max(1, n - 1)
    step = min(step, math.log(MOST)) if by_ratio else step
    room = (min((own - a) / step, n - 1), min((z - own) / step, n - 1)) if step > 0 else (0.0, 0.0)
    below, above = shared(n - 1, *room)
    down = [own - (own - a) * k / below if below * step > own - a else own - step * k for k in range(1, below + 1)]
    up = [own + (z - own) * k / above if above * step > z - own else own + step * k for k in range(1, above + 1)]
    return ordered([rounded(back(v), r) for v in down + up] + [now], r)


def shared(n: int, below: float, above: float) -> tuple[int, int]:
    """n settings shared out to two sides: half each, more where the other side has no room."""
    half = n // 2
    if below < 1e-9 or above < 1e-9:
        return (0, n) if below < above else (n, 0)
    down = max(1, min(half, math.ceil(below)))
    up = max(1, min(n - down, math.ceil(above)))
    return n - up, up


def rounded(value: float, r: Regularizer) -> float | int:
    """Whole numbers, or three significant digits: a setting is read by people."""
    return round(value) if r.integer else float(f"{value:.3g}")


def ordered(values: list[Any], r: Regularizer) -> list[Value]:
    """Each once, from least to most regularized."""
    return sorted(set(values), reverse=r.direction < 0)
