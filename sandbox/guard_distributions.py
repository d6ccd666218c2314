"""scipy distributions, which random searches keep: looked up by their class, never built from the file.

The state of a scipy distribution holds source code that scipy would run; it is thrown away.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sandbox.guard_words import damaged, not_allowed

MODULES = ("scipy.stats._continuous_distns", "scipy.stats._discrete_distns")
FROZEN = "scipy.stats._distn_infrastructure"
MOST_ARGUMENTS = 10


class Ignored:
    """Stands for a part of a distribution that is thrown away."""


def ignored(*args: Any) -> Ignored:
    return Ignored()


@cache
def public() -> dict[str, Any]:
    """scipy's own distributions by the class that a file names."""
    from scipy import stats

    found = (obj for obj in vars(stats).values() if isinstance(obj, (stats.rv_continuous, stats.rv_discrete)))
    return {f"{type(obj).__module__}.{type(obj).__name__}": obj for obj in found if type(obj).__module__ in MODULES}


def is_distribution(obj: Any) -> bool:
    """Whether it is one of scipy's own distributions, not frozen."""
    return obj is not None and public().get(f"{type(obj).__module__}.{type(obj).__name__}") is obj


def is_frozen(obj: Any) -> bool:
    return type(obj).__module__ == FROZEN


def frozen_continuous() -> Any:
    """A frozen distribution that waits for its state."""
    from scipy.stats._distn_infrastructure import rv_continuous_frozen

    return rv_continuous_frozen.__new__(rv_continuous_frozen)


def frozen_discrete() -> Any:
    """The same for whole numbers."""
    from scipy.stats._distn_infrastructure import rv_discrete_frozen

    return rv_discrete_frozen.__new__(rv_discrete_frozen)


def set_frozen_state(obj: Any, state: Any) -> None:
    """Freeze one of scipy's distributions at plain numbers."""
    if type(state) is not dict or not is_distribution(state.get("dist")):
        raise not_allowed("a distribution that is not one of scipy's")
    args, options = state.get("args"), state.get("kwds")
    if type(args) is not tuple or type(options) is not dict or len(args) + len(options) > MOST_ARGUMENTS:
        raise damaged("the arguments of a distribution")
    if not all(type(value) in (int, float) for value in (*args, *options.values())):
        raise damaged("the arguments of a distribution")
    obj.__init__(state["dist"], *args, **options)
