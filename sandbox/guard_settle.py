"""After the load: walk the whole model once, check what spans several objects, and quieten it."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from sandbox import guard_trees
from sandbox.guard_calls import Constructor
from sandbox.guard_distributions import Ignored
from sandbox.guard_limits import Clock
from sandbox.guard_names import ArrayWrapper
from sandbox.guard_neighbours import is_search_tree
from sandbox.guard_pandas import Strings
from sandbox.guard_structures import PROBES, WHOLE, Rules, rules_for
from sandbox.guard_words import damaged, gone, not_allowed, too_large
from sandbox.older_names import Former
from sandbox.refusal import Refused

STUBS = (Ignored, Strings)
LEAVES = frozenset({str, bytes, bytearray, int, float, complex, bool, type(None), type, slice})
SEQUENCES = (list, tuple, set, frozenset)


def settle(model: Any, clock: Clock) -> None:
    """Check every structure of the model, then set n_jobs=1, memory=None and verbose=0 throughout.

    Raises
    ------
    Refused
        ``damaged`` when a structure does not hold together, ``too_large`` when the same parts are named over and
        over (a small file may stand for billions of values), ``reads_files`` for vectorizers that open files.
    """
    try:
        objects = walk(model, clock)
        _check(objects, clock)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise damaged(f"its parts do not fit together: {type(error).__name__}") from None


def walk(model: Any, clock: Clock) -> list[Any]:
    """Every object of the model that is no plain value, nearest first.

    Objects are visited once. Containers are visited as often as they are named, so that a few bytes that stand
    for billions of values run into the limit here and not later, in a repr or a comparison.
    """
    objects: list[Any] = []
    seen: set[int] = set()
    opened: set[int] = set()
    todo: deque[tuple[Any, int]] = deque([(model, 0)])
    n_visits = n_revisits = 0
    while todo:
        obj, depth = todo.popleft()
        n_visits += 1
        if depth > clock.limits.depth:
            raise damaged(f"nested more than {clock.limits.depth} levels deep")
        if n_visits % 4096 == 0:
            clock.check()
        if id(obj) in seen:
            continue
        n_revisits += id(obj) in opened
        if n_visits > clock.limits.visits or n_revisits > clock.limits.revisits:
            raise too_large("its parts are named over and over")
        children = _children(obj)
        if not children or not isinstance(obj, (dict, *SEQUENCES)):
            seen.add(id(obj))
            if not isinstance(obj, SEQUENCES):
                objects.append(obj)
        else:
            opened.add(id(obj))
        todo.extend((child, depth + 1) for child in children)
    return objects


def _children(obj: Any) -> list[Any]:
    """The parts of an object that are no plain values."""
    if isinstance(obj, Constructor):
        raise not_allowed(f"{obj.name} as a value")
    if isinstance(obj, ArrayWrapper):
        raise damaged("an array without its contents")
    if type(obj) is Former:
        raise gone(obj.name)
    if type(obj) in STUBS:
        raise not_allowed("a part that the guard does not keep, as a value")
    parts: list[Any] = []
    if isinstance(obj, dict):
        parts += [v for v in obj.values() if type(v) not in LEAVES]
    elif isinstance(obj, SEQUENCES):
        return [v for v in obj if type(v) not in LEAVES]
    elif isinstance(obj, np.ndarray):
        return [v for v in obj.ravel().tolist() if type(v) not in LEAVES] if obj.dtype.hasobject else []
    elif is_search_tree(obj.__class__):
        return [obj.__getstate__()[11]]
    elif isinstance(obj, type):
        return []
    inner = getattr(obj, "__dict__", None)
    if type(inner) is dict:
        parts += [v for v in inner.values() if type(v) not in LEAVES]
    return parts


def _check(objects: list[Any], clock: Clock) -> None:
    from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
    from sklearn.tree._tree import Tree

    guard_trees.check_trees([obj for obj in objects if type(obj) is Tree])
    guard_trees.check_predictors([obj for obj in objects if type(obj) is TreePredictor])
    _apply(WHOLE, objects, clock)
    for obj in objects:
        if isinstance(getattr(obj, "__dict__", None), dict) and not isinstance(obj, type):
            quieten(vars(obj))
    _apply(PROBES, objects[::-1], clock)  # inner models before those that ask them


def _apply(rules: Rules, objects: list[Any], clock: Clock) -> None:
    for obj in objects:
        for rule in rules_for(rules, type(obj)):
            rule(obj)
            clock.check()


def quieten(attributes: dict[str, Any]) -> None:
    """One thread, no cache on disk, nothing printed."""
    if "n_jobs" in attributes:
        attributes["n_jobs"] = 1
    if "memory" in attributes:
        attributes["memory"] = None
    verbose = attributes.get("verbose")
    if "verbose" in attributes and not (type(verbose) is int and verbose <= 0) and verbose is not False:
        attributes["verbose"] = 0
