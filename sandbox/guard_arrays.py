"""Arrays: their shapes, types and bytes must agree before numpy sees them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sandbox.guard_limits import LIMITS
from sandbox.guard_words import damaged, too_large

BYTE_MARKS = ("b", b"b")


def check_shape(shape: Any, dtype: Any) -> int:
    """Number of items of an array of that shape, if it is one and fits into memory."""
    if type(shape) is not tuple or len(shape) > 32 or not isinstance(dtype, np.dtype):
        raise damaged("the shape of an array")
    if any(not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 0 for n in shape):
        raise damaged("the shape of an array")
    n_items = math.prod(int(n) for n in shape)
    if n_items * max(1, dtype.itemsize) > LIMITS.unpacked_bytes:
        raise too_large(f"an array of {n_items * max(1, dtype.itemsize) >> 20} MiB")
    return n_items


def reconstruct(*args: Any) -> np.ndarray:
    """`_reconstruct(ndarray, (0,), b"b")`: an empty array that waits for its state."""
    if len(args) != 3 or args[0] is not np.ndarray or args[1] != (0,) or args[2] not in BYTE_MARKS:
        raise damaged("an array begun in an odd way")
    return np.empty(0, np.int8)


def set_array_state(array: np.ndarray, state: Any) -> None:
    """Give a new, empty array its shape, type and contents."""
    if type(state) is not tuple or len(state) != 5:
        raise damaged("the state of an array")
    _, shape, dtype, fortran, contents = state
    check_contents(contents, check_shape(shape, dtype), dtype)
    whole: Any = (1, tuple(int(n) for n in shape), dtype, bool(fortran), contents)
    array.__setstate__(whole)


def check_contents(contents: Any, n_items: int, dtype: np.dtype) -> None:
    """Contents are a list for arrays of objects, else exactly as many bytes as the shape says."""
    if dtype.hasobject:
        if dtype.kind != "O" or type(contents) is not list or len(contents) != n_items:
            raise damaged("the objects of an array")
    elif type(contents) not in (bytes, bytearray) or len(contents) != n_items * dtype.itemsize:
        raise damaged("the length of an array")


def scalar(*args: Any) -> np.generic:
    """`scalar(dtype, bytes)`: one number."""
    if len(args) != 2 or not isinstance(args[0], np.dtype) or args[0].hasobject or type(args[1]) is not bytes:
        raise damaged("a number of odd type")
    if len(args[1]) != args[0].itemsize or args[0].itemsize == 0:
        raise damaged("a number of odd length")
    return np.frombuffer(args[1], args[0])[0]


def from_buffer(*args: Any) -> np.ndarray:
    """`_frombuffer(bytes, dtype, shape, order)`: how protocol 5 writes arrays."""
    if len(args) not in (4, 5) or type(args[0]) not in (bytes, bytearray) or args[3] not in ("C", "F", "K"):
        raise damaged("an array made of something else than bytes")
    n_items = check_shape(args[2], args[1])
    if args[1].hasobject:
        raise damaged("objects made of bytes")
    check_contents(args[0], n_items, args[1])
    flat = np.frombuffer(args[0], args[1]) if args[0] else np.empty(n_items, args[1])
    return flat.reshape(args[2], order="F" if args[3] == "F" else "C").copy(order="K")


def view(buffer: bytes | bytearray, start: int, shape: tuple, dtype: np.dtype, order: str) -> np.ndarray:
    """An array that lies in `buffer`; copied when it could not be written to or is out of step."""
    n_items = check_shape(shape, dtype)
    if dtype.hasobject:
        raise damaged("objects made of bytes")
    if start + n_items * dtype.itemsize > len(buffer):
        raise damaged("it ends too early")
    array = np.frombuffer(buffer, dtype, n_items, start) if n_items and dtype.itemsize else np.empty(n_items, dtype)
    if not array.flags.writeable or not array.flags.aligned:
        array = array.copy()
    array = array.reshape(shape[::-1]).T if order == "F" else array.reshape(shape)
    return array if array.dtype.isnative or array.dtype.fields else array.astype(array.dtype.newbyteorder("="))


def masked_reconstruct(*args: Any) -> np.ma.MaskedArray:
    if len(args) != 4 or args[0] is not np.ma.MaskedArray or args[1] is not np.ndarray or args[2] != (0,):
        raise damaged("a masked array begun in an odd way")
    if args[3] not in BYTE_MARKS:
        raise damaged("a masked array begun in an odd way")
    return np.ma.MaskedArray(np.empty(0, np.int8), mask=np.empty(0, bool))


def set_masked_state(array: np.ma.MaskedArray, state: Any) -> None:
    """Give a new masked array its shape, type, contents, mask and fill value."""
    if type(state) is not tuple or len(state) != 7:
        raise damaged("the state of a masked array")
    _, shape, dtype, fortran, contents, mask, fill = state
    n_items = check_shape(shape, dtype)
    check_contents(contents, n_items, dtype)
    if dtype.names is not None or type(mask) is not bytes or len(mask) != n_items:
        raise damaged("the mask of an array")
    if not (fill is None or isinstance(fill, (int, float, str, np.generic, np.ndarray))):
        raise damaged("the fill value of an array")
    whole: Any = (1, tuple(int(n) for n in shape), dtype, bool(fortran), contents, mask, fill)
    array.__setstate__(whole)
