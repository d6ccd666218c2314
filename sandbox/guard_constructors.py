"""The callables that a file may name, each replaced by one that checks its arguments."""

from __future__ import annotations

import collections
from typing import Any

import numpy as np

from sandbox import guard_arrays as arrays
from sandbox import guard_distributions as distributions
from sandbox import guard_dtypes, guard_partial
from sandbox import guard_pandas as pandas
from sandbox import guard_plain as plain
from sandbox import guard_random as random
from sandbox.guard_calls import Constructor, bare_object, bare_tree
from sandbox.guard_words import damaged


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


def text_method(*args: Any) -> Any:
    """`getattr`: a harmless method of str, or a part of a distribution that is thrown away."""
    if len(args) == 2 and distributions.is_distribution(args[0]):
        return distributions.Ignored()
    return plain.str_method(*args)


ROWS: tuple[tuple[str, str, Any], ...] = (
    ("_codecs", "encode", plain.encode),
    ("builtins", "getattr", text_method),
    ("copyreg", "_reconstructor", bare_object),
    ("functools", "partial", guard_partial.make_partial),
    ("numpy._core.multiarray", "_reconstruct", arrays.reconstruct),
    ("numpy._core.multiarray", "scalar", arrays.scalar),
    ("numpy._core.numeric", "_frombuffer", arrays.from_buffer),
    ("numpy.ma.core", "_mareconstruct", arrays.masked_reconstruct),
    ("numpy.random._pickle", "__bit_generator_ctor", random.bit_generator),
    ("numpy.random._pickle", "__randomstate_ctor", random.random_state),
    ("numpy.random._pickle", "__generator_ctor", random.generator),
    ("numpy.random.bit_generator", "__pyx_unpickle_SeedSequence", random.seed_sequence),
    ("sklearn._loss._loss", "__pyx_unpickle_CyHalfMultinomialLoss", multinomial_loss),
    ("sklearn.neighbors._kd_tree", "newObj", bare_tree),
    ("sklearn.neighbors._ball_tree", "newObj", bare_tree),
    ("sklearn.metrics._dist_metrics", "newObj", bare_tree),
    ("pandas.core.indexes.base", "_new_Index", pandas.index),
    ("pandas", "StringDtype", pandas.string_dtype),
    ("pyarrow.lib", "type_for_alias", pandas.arrow_type),
    ("pyarrow.lib", "py_buffer", pandas.arrow_buffer),
    ("pyarrow.lib", "_restore_array", pandas.arrow_array),
    ("pyarrow.lib", "chunked_array", pandas.chunked_array),
)
TYPES: tuple[tuple[str, str, Any, Any], ...] = (
    ("builtins", "bytes", plain.make_bytes, bytes),
    ("builtins", "bytearray", plain.make_bytearray, bytearray),
    ("builtins", "slice", plain.make_slice, slice),
    ("builtins", "complex", plain.make_complex, complex),
    ("builtins", "set", plain.make_set, set),
    ("builtins", "frozenset", plain.make_frozenset, frozenset),
    ("numpy", "dtype", guard_dtypes.make_dtype, np.dtype),
    ("collections", "defaultdict", plain.make_default_dict, collections.defaultdict),
)
CLASSES: tuple[tuple[str, str, Any, Any], ...] = (
    ("collections", "OrderedDict", plain.make_ordered_dict, collections.OrderedDict),
    ("sklearn.impute._iterative", "_ImputerTriplet", imputer_triplet, None),
    ("pandas", "Index", pandas.nothing, None),
    ("pandas", "RangeIndex", pandas.nothing, None),
    ("pandas.arrays", "ArrowStringArray", pandas.Strings, None),
    ("numpy", "vectorize", distributions.ignored, None),
    (distributions.FROZEN, "rv_continuous_frozen", distributions.frozen_continuous, None),
    (distributions.FROZEN, "rv_discrete_frozen", distributions.frozen_discrete, None),
)


def find_constructor(module: str, name: str) -> Constructor | None:
    """The constructor that stands for a name, if there is one."""
    if module in distributions.MODULES:
        found = distributions.public().get(f"{module}.{name}")
        return Constructor(f"{module}.{name}", lambda: found, is_class=True) if found is not None else None
    return CONSTRUCTORS.get((module, name))


CONSTRUCTORS = {
    **{(m, n): Constructor(f"{m}.{n}", make) for m, n, make in ROWS},
    **{(m, n): Constructor(f"{m}.{n}", make, of) for m, n, make, of in TYPES},
    **{(m, n): Constructor(f"{m}.{n}", make, of, is_class=True) for m, n, make, of in CLASSES},
}
