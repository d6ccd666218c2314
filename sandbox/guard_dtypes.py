"""Array types: only ones that numpy itself writes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from sandbox.guard_words import damaged

NAMED = re.compile(
    r"^[|<>=]?(b1|i[1248]|u[1248]|f[248]|f1[26]|c8|c1[6]|c32|O8?|S\d{0,9}|U\d{0,9}|V\d{1,6}|M8|m8)$"
    r"|^(float64|float32|int64|int32|bool|object)$"
)
MOST_FIELDS = 1000
MOST_ITEM_BYTES = 1 << 20
ALIGNED = 0x80


def make_dtype(*args: Any) -> np.dtype:
    """`numpy.dtype(name, align, copy)` for a plain name; always a new object."""
    if not 1 <= len(args) <= 3 or type(args[0]) is not str or not NAMED.match(args[0]):
        raise damaged(f"an array type named {args[0] if args else 'nothing'}")
    if any(type(flag) not in (bool, int) or flag not in (0, 1) for flag in args[1:]):
        raise damaged("an array type with odd flags")
    return np.dtype(args[0], False, True)


def set_dtype_state(dtype: np.dtype, state: Any) -> None:
    """Give a new dtype the byte order, size and fields of `state`.

    The state must be one that numpy itself would write: the dtype is rebuilt from its parts and compared, because
    `dtype.__setstate__` believes its sizes, offsets and flags and reads memory by them.
    """
    if type(state) is not tuple or len(state) not in (8, 9):
        raise damaged("the state of an array type")
    if dtype.kind in "Mm":
        _check_time_unit(state)
    elif len(state) == 9 and state[8] is not None:
        raise damaged("an array type with metadata")
    else:
        written = _canonical(dtype, state).__reduce__()[2]
        if tuple(written[1:7]) != tuple(state[1:7]) or (written[7] ^ state[7]) & ~ALIGNED:
            raise damaged("an array type that numpy would not write")
    dtype.__setstate__(state)  # type: ignore[attr-defined]


def _check_time_unit(state: tuple) -> None:
    """Dates and durations: only the unit ("ns", 1, 1, 1) may vary."""
    _, order, base, names, fields, size, align, _ = state[:8]
    plain = order in ("<", ">", "=", "|") and base is None and names is None and fields is None
    if not plain or (size, align) != (-1, -1) or (len(state) == 9 and not _is_unit(state[8])):
        raise damaged("the unit of a date type")


def _is_unit(metadata: Any) -> bool:
    if metadata is None:
        return True
    if type(metadata) is not tuple or len(metadata) != 2 or type(metadata[1]) is not tuple or len(metadata[1]) != 4:
        return False
    unit = metadata[1]
    name = unit[0].decode("ascii", "replace") if type(unit[0]) is bytes else unit[0]
    return name in {"generic", "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"} and all(
        type(n) is int and 0 < n < 1 << 31 for n in unit[1:]
    )


def _canonical(dtype: Any, state: tuple) -> Any:
    _, order, base, names, fields, size, _, flags = state[:8]
    if base is not None or type(order) is not str or len(order) != 1 or type(flags) is not int:
        raise damaged("an array type within an array type")
    if names is not None:
        return _with_fields(dtype, names, fields, size, bool(flags & ALIGNED))
    if dtype.kind in "SUV":
        if type(size) is not int or not 0 <= size <= MOST_ITEM_BYTES:
            raise damaged("the size of an array type")
        want: Any = np.dtype((dtype.kind, size // (4 if dtype.kind == "U" else 1)))
    else:
        want = np.dtype(dtype)
    return want.newbyteorder(order) if order in "<>" and want.byteorder != "|" else want


def _with_fields(dtype: Any, names: Any, fields: Any, size: Any, align: bool) -> Any:
    if dtype.kind != "V" or type(names) is not tuple or type(fields) is not dict or len(names) > MOST_FIELDS:
        raise damaged("the fields of an array type")
    for name in names:
        field = fields.get(name) if type(name) is str else None
        if type(field) is not tuple or len(field) != 2 or not isinstance(field[0], np.dtype) or field[0].hasobject:
            raise damaged("a field of an array type")
        if type(field[1]) is not int or field[1] < 0:
            raise damaged("the offset of a field")
    formats, offsets = zip(*(fields[n] for n in names)) if names else ((), ())
    layout: Any = {"names": list(names), "formats": formats, "offsets": offsets, "itemsize": size}
    try:
        return np.dtype(layout, align=align)
    except (TypeError, ValueError, OverflowError):
        raise damaged("the fields of an array type do not fit") from None
