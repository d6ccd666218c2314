"""Arrays, array types and random generators that say something else than they hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.sandbox.hostile_file import Hostile, named, plain, program

DAMAGED, TOO_LARGE = ("damaged",), ("too_large",)


def files() -> Iterator[Hostile]:
    yield from arrays()
    yield from array_types()
    yield from generators()
    yield Hostile("arrays that lie", "8 TiB", array_state((1 << 40,), b""), TOO_LARGE)


def array_state(shape: object, contents: object, dtype: str = "f8", fortran: object = False) -> bytes:
    """A pickle of an array with that state."""
    return _array(named("numpy", "dtype") + plain((dtype, False, True)) + b"R", shape, contents, fortran)


def _array(dtype: bytes, shape: object, contents: object, fortran: object = False) -> bytes:
    begun = (
        named("numpy._core.multiarray", "_reconstruct")
        + named("numpy", "ndarray")
        + plain((0,))
        + plain(b"b")
        + b"\x87R"
    )
    return program(begun, b"(", plain(1), plain(shape), dtype, plain(fortran), plain(contents), b"tb")


def arrays() -> Iterator[Hostile]:
    for name, shape, contents, dtype in (
        ("too few bytes", (100,), b"12345678", "f8"),
        ("too many bytes", (1,), bytes(100), "f8"),
        ("a negative shape", (-1,), bytes(8), "f8"),
        ("a shape that is no tuple", [1], bytes(8), "f8"),
        ("objects from bytes", (1,), bytes(8), "O"),
        ("too few objects", (2,), [1], "O"),
        ("text as bytes", (1,), "12345678", "f8"),
        ("33 dimensions", (1,) * 40, bytes(8), "f8"),
        ("a shape of texts", ("1",), bytes(8), "f8"),
    ):
        yield Hostile("arrays that lie", name, array_state(shape, contents, dtype), DAMAGED)
    begun = named("numpy._core.multiarray", "_reconstruct")
    yield Hostile(
        "arrays that lie",
        "of a subclass",
        program(begun, named("builtins", "dict"), plain((0,)), plain(b"b"), b"\x87R"),
        DAMAGED,
    )
    buffer = named("numpy._core.numeric", "_frombuffer")
    dtype = named("numpy", "dtype") + plain(("f8",)) + b"R"
    yield Hostile(
        "arrays that lie",
        "from a short buffer",
        program(buffer, b"(", plain(b"x"), dtype, plain((9,)), plain("C"), b"tR"),
        DAMAGED,
    )
    yield Hostile(
        "arrays that lie",
        "from a file",
        program(buffer, b"(", plain("/etc/passwd"), dtype, plain((9,)), plain("C"), b"tR"),
        DAMAGED,
    )
    scalar = named("numpy._core.multiarray", "scalar")
    yield Hostile("arrays that lie", "a long number", program(scalar, dtype, plain(bytes(9)), b"\x86R"), DAMAGED)
    wrapper = named("joblib.numpy_pickle", "NumpyArrayWrapper") + b")\x81"
    for name, change in {"shape": (1 << 20,), "order": "K", "subclass": 1, "extra": 1}.items():
        yield Hostile(
            "joblib arrays that lie",
            name,
            program(wrapper, b"(d", _wrapped(dtype, **{name: change}), b"b"),
            DAMAGED,
        )


def _wrapped(dtype: bytes, **change: object) -> bytes:
    state: dict[str, bytes] = {
        "shape": plain((1,)),
        "order": plain("C"),
        "subclass": named("numpy", "ndarray"),
        "dtype": dtype,
    }
    state.update({key: plain(value) for key, value in change.items()})
    return b"".join(plain(key) + value + b"s" for key, value in state.items())


def array_types() -> Iterator[Hostile]:
    for name, of, state in (
        ("a size that lies", "f8", (3, "<", None, None, None, 800, 8, 0)),
        ("objects by flag", "f8", (3, "<", None, None, None, -1, -1, 63)),
        ("an array within", "V8", (3, "|", ("f8", (9,)), None, None, 8, 1, 0)),
        ("metadata", "f8", (4, "<", None, None, None, -1, -1, 0, {"a": 1})),
        ("a huge text", "U1", (3, "<", None, None, None, 1 << 40, 4, 8)),
        ("no tuple", "f8", [1]),
        ("an odd order", "f8", (3, "!", None, None, None, -1, -1, 0)),
        ("an odd date", "M8", (4, "<", None, None, None, -1, -1, 0, ({}, (b"zz", 1, 1, 1)))),
        ("a date of another size", "M8", (4, "<", None, None, None, 99, -1, 0, None)),
    ):
        yield Hostile(
            "array types that lie",
            name,
            program(named("numpy", "dtype"), plain((of, False, True)), b"R", plain(state), b"b"),
            DAMAGED,
        )
    inner = named("numpy", "dtype") + plain(("f8", False, True)) + b"R"
    fields = b"}" + plain("a") + inner + plain(1000) + b"\x86s"
    state = b"(" + plain(3) + plain("|") + b"N" + plain(("a",)) + fields + plain(8) + plain(1) + plain(0) + b"t"
    yield Hostile(
        "array types that lie",
        "a field outside",
        program(named("numpy", "dtype"), plain(("V8", False, True)), b"R", state, b"b"),
        DAMAGED,
    )
    for name in ("f8,f8", "O,O", "x", "V99999999999", "(1000,1000)f8", "float64\n"):
        yield Hostile(
            "array types that lie",
            repr(name),
            program(named("numpy", "dtype"), plain((name,)), b"R"),
            DAMAGED,
        )


def generators() -> Iterator[Hostile]:
    twister = np.random.RandomState(0).get_state(legacy=False)
    philox = np.random.Philox(0).state
    for name, kind, state in (
        ("a position outside", "MT19937", {**twister, "state": {**twister["state"], "pos": 10**6}}),
        ("a short key", "MT19937", {**twister, "state": {**twister["state"], "key": np.arange(3)}}),
        ("a position before the buffer", "Philox", {**philox, "buffer_pos": -3}),
        ("another kind", "MT19937", philox),
        ("no dict", "MT19937", [1]),
    ):
        begun = named("numpy.random._pickle", "__randomstate_ctor") + plain((kind,)) + b"R"
        yield Hostile("random generators that lie", name, program(begun, plain(state), b"b"), DAMAGED)
    unknown = program(named("numpy.random._pickle", "__generator_ctor"), plain(("seed",)), b"R")
    yield Hostile("random generators that lie", "an unknown one", unknown, DAMAGED)
