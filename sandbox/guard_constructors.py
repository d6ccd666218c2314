"""The callables that a file may name, each replaced by one that checks its arguments."""

from __future__ import annotations

import collections
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox import guard_arrays, guard_dtypes, guard_partial, guard_plain, guard_random
from sandbox.guard_classes import EXACT, admitted
from sandbox.guard_words import damaged, not_allowed


@dataclass(frozen=True)
class Constructor:
    """Stands for a callable that a file named; `make` is what runs instead of it."""

    name: str
    make: Callable[..., Any]
    stands_for: Any = None  # the type itself, where a file may hold it as a value


def bare_tree(*args: Any) -> Any:
    """`newObj(cls)`: how KDTree, BallTree and distance metrics begin; they get their state next."""
    if len(args) != 1 or not isinstance(args[0], type) or not admitted(args[0]):
        raise not_allowed("newObj of another class")
    if not args[0].__module__.startswith(("sklearn.neighbors.", "sklearn.metrics._dist_metrics")):
        raise not_allowed(f"newObj of {args[0].__name__}")
    cls: Any = args[0]
    return cls.__new__(cls)


def imputer_triplet(*args: Any) -> Any:
    """The named tuple that an iterative imputer keeps for every column."""
    from sklearn.impute._iterative import _ImputerTriplet

    if len(args) != 3:
        raise damaged("a step of an imputer")
    return _ImputerTriplet(*args)


def multinomial_loss(*args: Any) -> Any:
    from sklearn._loss._loss import CyHalfMultinomialLoss

    if len(args) != 3 or args[0] is not CyHalfMultinomialLoss or args[2] not in (None, ()):
        raise damaged("a loss begun in an odd way")
    return CyHalfMultinomialLoss()


def bare_object(*args: Any) -> Any:
    """`copyreg._reconstructor(cls, object, None)`: how protocols 0 and 1 begin an object."""
    if len(args) != 3 or args[1] is not object or args[2] is not None or not isinstance(args[0], type):
        raise damaged("an object begun in an odd way")
    return new_object(args[0])


def new_object(cls: Any, args: Any = (), kwargs: Any = None) -> Any:
    """`cls.__new__(cls)` for an admitted class, without arguments and without `__init__`."""
    if (
        isinstance(cls, Constructor)
        and cls.make in (guard_plain.make_ordered_dict, imputer_triplet)
        and not kwargs
    ):
        return call(cls, args)
    if not isinstance(cls, type) or not admitted(cls) or args != () or kwargs:
        raise not_allowed(f"an object of {_name(cls)}")
    if (cls.__module__, cls.__name__) in BEGUN_OTHERWISE:
        raise not_allowed(f"a bare {cls.__name__}")
    made: Any = cls
    return made.__new__(made)


BEGUN_OTHERWISE = {
    (m, n) for m, n in EXACT if m.startswith(("numpy.", "sklearn.neighbors._", "sklearn.tree._"))
}


def call(function: Any, args: Any) -> Any:
    """The REDUCE rule: a constructor from the table, a tree, or a loss of plain numbers; nothing else is called."""
    if type(args) is not tuple:
        raise damaged("arguments that are not a tuple")
    if isinstance(function, Constructor):
        return function.make(*args)
    if isinstance(function, type) and (function.__module__, function.__name__) == (
        "sklearn.tree._tree",
        "Tree",
    ):
        return new_tree(function, args)
    is_loss = isinstance(function, type) and function.__module__ in LOSSES and admitted(function)
    if is_loss and len(args) <= 2 and all(isinstance(a, (int, float, np.number)) for a in args):
        return function(*args)
    raise not_allowed(f"a call of {_name(function)}")


LOSSES = ("sklearn._loss._loss", "sklearn.linear_model._sgd_fast")


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


def _table() -> dict[tuple[str, str], Constructor]:
    p, a, r = guard_plain, guard_arrays, guard_random
    rows: list[tuple[str, str, Callable[..., Any], Any]] = [
        ("_codecs", "encode", p.encode, None),
        ("builtins", "bytes", p.make_bytes, bytes),
        ("builtins", "bytearray", p.make_bytearray, bytearray),
        ("builtins", "slice", p.make_slice, slice),
        ("builtins", "complex", p.make_complex, complex),
        ("builtins", "set", p.make_set, set),
        ("builtins", "frozenset", p.make_frozenset, frozenset),
        ("builtins", "getattr", p.str_method, None),
        ("collections", "OrderedDict", p.make_ordered_dict, collections.OrderedDict),
        ("collections", "defaultdict", p.make_default_dict, collections.defaultdict),
        ("functools", "partial", guard_partial.make_partial, None),
        ("numpy", "dtype", guard_dtypes.make_dtype, np.dtype),
        ("numpy._core.multiarray", "_reconstruct", a.reconstruct, None),
        ("numpy._core.multiarray", "scalar", a.scalar, None),
        ("numpy._core.numeric", "_frombuffer", a.from_buffer, None),
        ("numpy.ma.core", "_mareconstruct", a.masked_reconstruct, None),
        ("numpy.random._pickle", "__bit_generator_ctor", r.bit_generator, None),
        ("numpy.random._pickle", "__randomstate_ctor", r.random_state, None),
        ("numpy.random._pickle", "__generator_ctor", r.generator, None),
        ("numpy.random.bit_generator", "__pyx_unpickle_SeedSequence", r.seed_sequence, None),
        ("sklearn._loss._loss", "__pyx_unpickle_CyHalfMultinomialLoss", multinomial_loss, None),
        ("sklearn.neighbors._kd_tree", "newObj", bare_tree, None),
        ("sklearn.neighbors._ball_tree", "newObj", bare_tree, None),
        ("sklearn.metrics._dist_metrics", "newObj", bare_tree, None),
        ("sklearn.impute._iterative", "_ImputerTriplet", imputer_triplet, None),
        ("copyreg", "_reconstructor", bare_object, None),
    ]
    return {(module, name): Constructor(f"{module}.{name}", make, of) for module, name, make, of in rows}


CONSTRUCTORS = _table()
