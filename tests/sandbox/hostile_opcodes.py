"""Files that use opcodes as no pickler does: to call, to set, to replace."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sandbox.hostile_file import Hostile, call, named, plain, program, text


def files(canary: str) -> Iterator[Hostile]:
    for kind, name, raw in by_hand(canary, f"touch {canary}"):
        yield Hostile(kind, name, raw, ("not_allowed",))


LOGISTIC = named("sklearn.linear_model._logistic", "LogisticRegression")
FRESH = LOGISTIC + b")\x81"


def by_hand(canary: str, touch: str) -> Iterator[tuple[str, str, bytes]]:
    """Opcodes used in ways that no pickler uses them."""
    quoted = repr(touch).encode()
    yield "INST and OBJ", "INST", b"(S" + quoted + b"\nios\nsystem\n."
    yield "INST and OBJ", "OBJ", b"(cos\nsystem\nS" + quoted + b"\no."
    yield (
        "INST and OBJ",
        "INST of an estimator with arguments",
        b"(I1\nisklearn.linear_model._logistic\nLogisticRegression\n.",
    )
    yield "NEWOBJ", "with arguments", program(LOGISTIC, plain((1,)), b"\x81")
    yield (
        "NEWOBJ",
        "of a process",
        program(named("subprocess", "Popen"), plain((["touch", canary],)), b"\x81"),
    )
    yield "NEWOBJ", "with keywords", program(LOGISTIC, b")", plain({"C": 1}), b"\x92")
    yield "NEWOBJ", "of a bare tree", program(named("sklearn.tree._tree", "Tree"), b")\x81")
    yield "NEWOBJ", "of a bare k-d tree", program(named("sklearn.neighbors._kd_tree", "KDTree"), b")\x81")
    yield "NEWOBJ", "of a bit generator", program(named("numpy.random._pcg64", "PCG64"), b")\x81")
    yield "persistent ids", "text", b"Pcanary\n."
    yield "persistent ids", "binary", program(plain("canary"), b"Q")
    for opcode, code in ((b"\x82", b"\x01"), (b"\x83", b"\x01\x00"), (b"\x84", b"\x01\x00\x00\x00")):
        yield "extension codes", repr(opcode), program(opcode, code)
    yield "buffers", "NEXT_BUFFER", b"\x80\x05\x97."
    yield "buffers", "READONLY_BUFFER", b"\x80\x05" + plain(b"x") + b"\x98."
    for key in (
        "__class__",
        "__dict__",
        "__reduce__",
        "__setstate__",
        "predict",
        "fit",
        "get_params",
        "_validate_params",
    ):
        yield "BUILD replaces", key, program(FRESH, plain({key: 1}), b"b")
    yield "BUILD replaces", "a key that is no text", program(FRESH, plain({1: 1}), b"b")
    yield "BUILD replaces", "slots", program(FRESH, plain((None, {"__class__": 1})), b"b")
    for name, target in {
        "a class": LOGISTIC,
        "a dict": b"}",
        "a list": b"]",
        "a function": named("numpy", "exp"),
        "None": b"N",
        "a scalar type": named("numpy", "float64"),
        "a constructor": named("builtins", "getattr"),
        "a set": b"\x8f",
    }.items():
        yield "BUILD of", name, program(target, plain({"x": 1}), b"b")
    yield "BUILD of", "one object twice", program(FRESH, plain({"C": 1}), b"b", plain({"C": 2}), b"b")
    yield "items into", "an estimator", program(FRESH, plain("C"), plain(1), b"s")
    yield "items into", "an array", program(ARRAY, plain(0), plain(1), b"s")
    yield "items into", "a list by append to an object", program(FRESH, plain(1), b"a")
    yield "items into", "a tuple by appends", program(b")(", plain(1), b"e")
    yield "items into", "a list by additems", program(b"](", plain(1), b"\x90")
    yield "dictionary keys", "an estimator", program(b"}", FRESH, plain(1), b"s")
    yield "dictionary keys", "a constructor", program(b"}", named("builtins", "getattr"), plain(1), b"s")
    yield "dictionary keys", "an estimator in a frozen set", program(b"(", FRESH, b"\x91")
    yield (
        "values",
        "a constructor left as a value",
        program(FRESH, b"}", plain("C"), named("builtins", "getattr"), b"sb"),
    )
    yield (
        "values",
        "getattr of something else",
        program(named("builtins", "getattr"), LOGISTIC, plain("fit"), b"\x86R"),
    )
    yield (
        "values",
        "str.format",
        program(named("builtins", "getattr"), named("builtins", "str"), plain("format"), b"\x86R"),
    )
    yield "values", "defaultdict of a class", program(named("collections", "defaultdict"), LOGISTIC, b"\x85R")
    yield "values", "_codecs.encode by a codec", call("_codecs", "encode", "x", "rot13")
    yield (
        "distance metrics",
        "a function of one's own",
        program(
            named("sklearn.metrics._dist_metrics", "newObj"),
            named("sklearn.metrics._dist_metrics", "PyFuncDistance64"),
            b"\x85R",
        ),
    )
    yield (
        "distance metrics",
        "newObj of an estimator",
        program(named("sklearn.neighbors._kd_tree", "newObj"), LOGISTIC, b"\x85R"),
    )
    yield (
        "further files",
        "an inner pickle of joblib",
        program(text("x"), b"0", call("os", "system", touch)[2:-1]),
    )


ARRAY = program(
    named("numpy._core.multiarray", "_reconstruct"),
    named("numpy", "ndarray"),
    plain((0,)),
    plain(b"b"),
    b"\x87R",
)[2:-1]
