"""`functools.partial` of scikit-learn's `check_array`, which histogram boosting keeps; of nothing else."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from sklearn.utils.validation import check_array

from sandbox.guard_words import damaged, not_allowed

OPTIONS = frozenset(inspect.signature(check_array).parameters)


def make_partial(*args: Any) -> functools.partial:
    if len(args) != 1 or args[0] is not check_array:
        raise not_allowed("functools.partial of another function")
    return functools.partial(check_array)


def set_partial_state(obj: functools.partial, state: Any) -> None:
    """Plain options by their names, and nothing else."""
    if type(state) is not tuple or len(state) != 4 or state[0] is not check_array or state[1] != ():
        raise not_allowed("functools.partial of another function")
    options, attributes = state[2:]
    if type(options) is dict and "force_all_finite" in options:  # its name until 1.5
        options = {"ensure_all_finite" if k == "force_all_finite" else k: v for k, v in options.items()}
    if type(options) is not dict or attributes not in (None, {}) or not set(options) <= OPTIONS:
        raise damaged("the options of a partial function")
    for value in options.values():
        for part in value if type(value) in (list, tuple) else (value,):
            if not isinstance(part, (str, int, float, type, type(None))):
                raise damaged("the options of a partial function")
    obj.__setstate__((check_array, (), options, None))  # type: ignore[attr-defined]
