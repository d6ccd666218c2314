"""Keys of dictionaries and members of sets: only plain values whose hash is cheap and honest."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged, not_allowed

PLAIN = frozenset({str, bytes, bool, float, complex, type(None)})
MOST_PARTS = 1000
WORD = 1 << 63  # larger whole numbers can be made to collide


def check_key(key: Any) -> None:
    """Refuse a key that could run code, collide on purpose or take for ever to hash."""
    if type(key) in PLAIN:
        return
    if type(key) in (tuple, frozenset):
        _check_parts(key)
    elif type(key) is int:
        if not -WORD <= key < 2 * WORD:
            raise damaged("a key is a whole number of more than 64 bits")
    elif not isinstance(key, np.generic):
        raise not_allowed(f"a dictionary key of type {type(key).__name__}")


def check_keys(keys: Any) -> None:
    """The same for many keys."""
    for key in keys:
        check_key(key)


def _check_parts(key: Any) -> None:
    """A tuple is a key when all its parts are, counted with repetitions (shared parts hash again and again)."""
    todo, seen = list(key), 0
    while todo:
        part = todo.pop()
        seen += 1
        if seen + len(todo) > MOST_PARTS:
            raise damaged("a key of very many parts")
        if type(part) in (tuple, frozenset):
            todo.extend(part)
        else:
            check_key(part)
