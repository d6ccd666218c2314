"""Column names kept as a pandas Index: read into a plain list, without pandas or Arrow taking part."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from sandbox.guard_words import damaged, not_allowed

OFFSETS = {"string": np.int32, "large_string": np.int64}
MOST_NAMES = 1_000_000


class Strings:
    """Stands for pandas' Arrow-backed array of texts until its state comes."""

    values: list | None = None


class ArrowType(str):
    """Stands for an Arrow type, by its name."""

    __slots__ = ()


def arrow_type(*args: Any) -> ArrowType:
    if len(args) != 1 or args[0] not in OFFSETS:
        raise not_allowed("an Arrow type other than text")
    return ArrowType(args[0])


def arrow_buffer(*args: Any) -> bytes:
    if len(args) != 1 or type(args[0]) not in (bytes, bytearray):
        raise damaged("an Arrow buffer made of something else than bytes")
    return bytes(args[0])


def arrow_array(*args: Any) -> list:
    """`_restore_array((type, length, n_missing, offset, [None, offsets, bytes], ...))` of texts."""
    parts = args[0] if len(args) == 1 and type(args[0]) is tuple else ()
    if len(parts) < 5 or type(parts[0]) is not ArrowType or type(parts[4]) is not list or len(parts[4]) != 3:
        raise damaged("an Arrow array of column names")
    kind, length, _, start, (_, offsets, contents) = parts[:5]
    ends = np.frombuffer(offsets, OFFSETS[kind])[start : start + length + 1]
    if not 0 <= length <= MOST_NAMES or start < 0 or len(ends) != length + 1:
        raise damaged("an Arrow array of column names")
    if (np.diff(ends) < 0).any() or ends[0] < 0 or ends[-1] > len(contents):
        raise damaged("an Arrow array of column names")
    return [contents[a:b].decode("utf-8") for a, b in pairwise(ends)]


def chunked_array(*args: Any) -> list:
    if not args or type(args[0]) is not list or any(type(chunk) is not list for chunk in args[0]):
        raise damaged("an Arrow array of column names")
    return [name for chunk in args[0] for name in chunk]


def nothing(*args: Any) -> Any:
    raise not_allowed("a bare pandas Index")


def string_dtype(*args: Any) -> None:
    """The type of the names says nothing that is needed."""


def set_strings_state(strings: Strings, state: Any) -> None:
    values = state.get("_pa_array") if type(state) is dict else None
    if type(values) is not list:
        raise damaged("an Arrow array of column names")
    strings.values = values


def index(*args: Any) -> list:
    """`_new_Index(cls, {"data": ...})` as a plain list of names or numbers."""
    if len(args) != 2 or type(args[1]) is not dict:
        raise damaged("a pandas Index")
    parts = args[1]
    names = parts.get("data")
    if isinstance(names, Strings):
        names = names.values
    elif isinstance(names, np.ndarray) and names.ndim == 1:
        names = names.tolist()
    elif {"start", "stop", "step"} <= set(parts):
        numbers = range(parts["start"], parts["stop"], parts["step"])
        names = list(numbers) if len(numbers) <= MOST_NAMES else None
    if type(names) is not list or any(type(name) not in (str, int, float, bool) for name in names):
        raise not_allowed("a pandas Index of something else than names")
    return names
