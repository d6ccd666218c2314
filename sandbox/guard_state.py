"""The BUILD rule: how an object that the guard has made gets its state."""

from __future__ import annotations

import functools
from functools import lru_cache
from typing import Any

import numpy as np

from sandbox import guard_arrays, guard_distributions, guard_dtypes, guard_pandas, guard_partial, guard_random
from sandbox.guard_classes import admitted
from sandbox.guard_structures import BEFORE, rules_for
from sandbox.guard_words import damaged, not_allowed, shown
from sandbox.older import carried
from sandbox.older_names import Former
from sandbox.refusal import Refused

LOSSES = "sklearn._loss._loss"
THROWN_AWAY = (guard_random.SeedSequenceStub, guard_distributions.Ignored)


def set_state(obj: Any, state: Any) -> None:
    """Give a new object its state, once, after every check that its class asks for.

    Raises
    ------
    Refused
        ``not_allowed`` when the state would replace a method or reach into the class,
        ``damaged`` when it is not what the class writes.
    """
    try:
        _set_state(obj, state)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise damaged(f"the state of {type(obj).__name__} does not fit: {type(error).__name__}") from None


def _set_state(obj: Any, state: Any) -> None:
    kind: Any = type(obj)
    if kind is np.ndarray:
        guard_arrays.set_array_state(obj, state)
    elif isinstance(obj, np.dtype):
        guard_dtypes.set_dtype_state(obj, state)
    elif kind is np.ma.MaskedArray:
        guard_arrays.set_masked_state(obj, state)
    elif isinstance(obj, (np.random.RandomState, np.random.BitGenerator, np.random.Generator)):
        guard_random.set_random_state(obj, state)
    elif kind is functools.partial:
        guard_partial.set_partial_state(obj, state)
    elif kind is guard_pandas.Strings:
        guard_pandas.set_strings_state(obj, state)
    elif guard_distributions.is_frozen(obj):
        guard_distributions.set_frozen_state(obj, state)
    elif kind is Former:
        obj.keep(state)
    elif kind in THROWN_AWAY or guard_distributions.is_distribution(obj):
        return
    elif not admitted(kind):
        raise not_allowed(f"a state for {kind.__name__}")
    elif kind.__module__ != LOSSES or state not in ((), None):
        _set_attributes(obj, kind, state)


def _set_attributes(obj: Any, kind: type, state: Any) -> None:
    if type(state) is tuple and len(state) == 2 and state[0] is None and type(state[1]) is dict:
        state = state[1]
    if type(state) is dict:
        state = carried(obj, state)
        kind = type(obj)
        for name in state:
            _check_attribute(kind, name)
    checks = rules_for(BEFORE, kind)
    if type(state) is not dict and not (type(state) is tuple and checks):
        raise damaged(f"the state of {kind.__name__} is a {type(state).__name__}")
    for check in checks:
        check(obj, state)
    if hasattr(kind, "__setstate__"):
        obj.__setstate__(state)
    else:
        obj.__dict__.update(state)


def _check_attribute(kind: type, name: Any) -> None:
    if type(name) is not str or name.startswith("__") or _is_method(kind, name):
        raise not_allowed(f"the attribute {shown(name, 40)} of {kind.__name__}")


@lru_cache(maxsize=100_000)
def _is_method(kind: type, name: str) -> bool:
    """Whether an attribute of that name on the instance would stand in for code of the class."""
    for base in kind.__mro__:
        if name in vars(base):
            found = vars(base)[name]
            return not hasattr(type(found), "__set__") and (callable(found) or hasattr(type(found), "__get__"))
    return False
