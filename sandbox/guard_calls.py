"""What a pickle may call or make: constructors that check their arguments, and admitted classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.guard_classes import EXACT, admitted
from sandbox.guard_words import damaged, not_allowed

LOSSES = ("sklearn._loss._loss", "sklearn.linear_model._sgd_fast")
OTHERWISE = ("numpy.", "sklearn.neighbors._", "sklearn.tree._")
BEGUN_OTHERWISE = {(module, name) for module, name in EXACT if module.startswith(OTHERWISE)}
TREE = ("sklearn.tree._tree", "Tree")


@dataclass(frozen=True)
class Constructor:
    """Stands for a callable that a file named; `make` is what runs instead of it."""

    name: str
    make: Callable[..., Any]
    stands_for: Any = None  # the type itself, where a file may hold it as a value
    is_class: bool = False  # whether NEWOBJ may make it


def bare_tree(*args: Any) -> Any:
    """`newObj(cls)`: how KDTree, BallTree and distance metrics begin; they get their state next."""
    if len(args) != 1 or not isinstance(args[0], type) or not admitted(args[0]):
        raise not_allowed("newObj of another class")
    if not args[0].__module__.startswith(("sklearn.neighbors.", "sklearn.metrics._dist_metrics")):
        raise not_allowed(f"newObj of {args[0].__name__}")
    cls: Any = args[0]
    return cls.__new__(cls)


def bare_object(*args: Any) -> Any:
    """`copyreg._reconstructor(cls, object, None)`: how protocols 0 and 1 begin an object."""
    named = isinstance(args[0], (type, Constructor)) if args else False
    if len(args) != 3 or args[1] is not object or args[2] is not None or not named:
        raise damaged("an object begun in an odd way")
    return new_object(args[0])


def new_object(cls: Any, args: Any = (), kwargs: Any = None) -> Any:
    """`cls.__new__(cls)` for an admitted class, without arguments and without `__init__`."""
    if isinstance(cls, Constructor) and cls.is_class and not kwargs:
        return call(cls, args)
    if not isinstance(cls, type) or not admitted(cls) or args != () or kwargs:
        raise not_allowed(f"an object of {_name(cls)}")
    if (cls.__module__, cls.__name__) in BEGUN_OTHERWISE:
        raise not_allowed(f"a bare {cls.__name__}")
    made: Any = cls
    return made.__new__(made)


def call(function: Any, args: Any) -> Any:
    """The REDUCE rule: a constructor from the table, a tree, or a loss of plain numbers; nothing else is called."""
    if type(args) is not tuple:
        raise damaged("arguments that are not a tuple")
    if isinstance(function, Constructor):
        return function.make(*args)
    if isinstance(function, type) and (function.__module__, function.__name__) == TREE:
        return new_tree(function, args)
    is_loss = isinstance(function, type) and function.__module__ in LOSSES and admitted(function)
    if is_loss and len(args) <= 2 and all(isinstance(a, (int, float, np.number)) for a in args):
        return function(*args)
    raise not_allowed(f"a call of {_name(function)}")


def new_tree(tree_class: type, args: tuple) -> Any:
    """`Tree(n_features, n_classes, n_outputs)` of believable sizes."""
    if len(args) != 3 or type(args[0]) is not int or type(args[2]) is not int:
        raise damaged("a tree begun in an odd way")
    n_features, n_classes, n_outputs = args
    if not isinstance(n_classes, np.ndarray) or n_classes.ndim != 1 or n_classes.dtype.kind != "i":
        raise damaged("the classes of a tree")
    if not 0 < n_features < 1 << 24 or not 0 < n_outputs < 10_000 or n_outputs != len(n_classes):
        raise damaged("the width of a tree")
    if n_classes.min() < 1 or n_classes.max() > 1 << 20:
        raise damaged("the classes of a tree")
    return tree_class(*args)


def _name(obj: Any) -> str:
    if isinstance(obj, Constructor):
        return obj.name
    return f"{getattr(obj, '__module__', '')}.{getattr(obj, '__name__', type(obj).__name__)}"
