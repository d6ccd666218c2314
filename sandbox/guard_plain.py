"""Constructors of plain Python values, each with a check of its arguments."""

from __future__ import annotations

import collections
from typing import Any

from sandbox.guard_keys import check_keys
from sandbox.guard_words import damaged, not_allowed

STR_METHODS = frozenset({"split", "lower", "upper", "strip", "casefold", "title", "lstrip", "rstrip", "splitlines"})
FACTORIES = (list, dict, int, float, set, str, collections.OrderedDict)
LATIN1 = ("latin1", "latin-1")


def encode(*args: Any) -> bytes:
    """`_codecs.encode(text, "latin1")`: how protocol 2 writes bytes."""
    if len(args) != 2 or type(args[0]) is not str or args[1] not in LATIN1:
        raise not_allowed("_codecs.encode with another codec than latin1")
    return args[0].encode("latin1")


def make_bytes(*args: Any) -> bytes:
    if not args:
        return b""
    if len(args) == 1 and type(args[0]) in (bytes, bytearray):
        return bytes(args[0])
    if len(args) == 2 and type(args[0]) is str and args[1] in LATIN1:
        return args[0].encode("latin1")
    raise damaged("bytes made of something else")


def make_bytearray(*args: Any) -> bytearray:
    return bytearray(make_bytes(*args))


def make_slice(*args: Any) -> slice:
    if len(args) not in (1, 2, 3) or any(type(a) not in (int, str, type(None)) for a in args):
        raise damaged("a slice with odd ends")
    return slice(*args)


def make_complex(*args: Any) -> complex:
    if len(args) != 2 or any(type(a) is not float for a in args):
        raise damaged("a complex number of odd parts")
    return complex(*args)


def make_set(*args: Any) -> set:
    if len(args) != 1 or type(args[0]) not in (list, tuple):
        raise damaged("a set made of something else than a list")
    check_keys(args[0])
    return set(args[0])


def make_frozenset(*args: Any) -> frozenset:
    return frozenset(make_set(*args))


def make_ordered_dict(*args: Any) -> collections.OrderedDict:
    if not args:
        return collections.OrderedDict()
    if len(args) != 1 or type(args[0]) is not list or any(type(p) not in (list, tuple) or len(p) != 2 for p in args[0]):
        raise damaged("an ordered dictionary made of something else than pairs")
    check_keys(pair[0] for pair in args[0])
    return collections.OrderedDict(args[0])


def make_default_dict(*args: Any) -> collections.defaultdict:
    factory: Any = getattr(args[0], "stands_for", args[0]) if len(args) == 1 else ()
    if factory is not None and not any(factory is plain for plain in FACTORIES):
        raise not_allowed("a defaultdict whose default is not a plain type")
    return collections.defaultdict(factory)


def str_method(*args: Any) -> Any:
    """`getattr(str, name)` for the harmless methods that vectorizers are given; nothing else."""
    if len(args) == 2 and args[0] is str and type(args[1]) is str and args[1] in STR_METHODS:
        return getattr(str, args[1])
    raise not_allowed(f"builtins.getattr of {args[1] if len(args) > 1 else 'nothing'}")
