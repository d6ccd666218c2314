"""The corners of the guard's rules: constructors with odd arguments, objects left half made."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

import numpy as np
from sklearn.metrics import pairwise_distances
from sklearn.svm import SVC

from tests.sandbox.hostile_file import Hostile, call, named, plain, program
from tests.sandbox.hostile_skops import holding, listed, node, parts_of
from tests.sandbox.hostile_trees import with_attribute
from tests.sandbox.models import X, y

MASKED = named("numpy.ma.core", "_mareconstruct") + b"(" + named("numpy.ma", "MaskedArray") + named("numpy", "ndarray")
BEGUN = MASKED + plain((0,)) + plain(b"b") + b"tR"
F8 = named("numpy", "dtype") + plain(("f8", False, True)) + b"R"
WRAPPER = named("joblib.numpy_pickle", "NumpyArrayWrapper") + b")\x81"
LOGISTIC = named("sklearn.linear_model._logistic", "LogisticRegression") + b")\x81"
TREE = named("sklearn.tree._tree", "Tree")


def files() -> Iterator[Hostile]:
    for maker in (constructors, masked, trees, joblib_arrays, values, others):
        for kind, name, raw, code in maker():
            yield Hostile(kind, name, raw, (code,))


def constructors() -> Iterator[tuple[str, str, bytes, str]]:
    for module, name, *args in (
        ("builtins", "set", 5),
        ("builtins", "slice", []),
        ("builtins", "bytes", 10**12),
        ("builtins", "complex", "1j"),
        ("collections", "OrderedDict", [1]),
        ("numpy._core.multiarray", "scalar", 1, 2),
        ("numpy.random.bit_generator", "__pyx_unpickle_SeedSequence", 1),
        ("sklearn._loss._loss", "__pyx_unpickle_CyHalfMultinomialLoss", 1, 2, 3),
        ("sklearn.impute._iterative", "_ImputerTriplet", 1),
        ("copyreg", "_reconstructor", 1, 2, 3),
        ("numpy", "dtype", "f8", 7, 7),
        ("pyarrow.lib", "py_buffer", "x"),
        ("pandas.core.indexes.base", "_new_Index", 1),
    ):
        yield "constructors", name, call(module, name, *args), "damaged"
    for module, name, *args in (
        ("pyarrow.lib", "type_for_alias", "int64"),
        ("sklearn.neighbors._kd_tree", "newObj", 5),
    ):
        yield "constructors", name, call(module, name, *args), "not_allowed"
    yield "constructors", "arguments in a list", program(named("builtins", "set"), b"]R"), "damaged"
    yield "constructors", "names of numbers", program(plain(1), plain(2), b"\x93"), "damaged"


def masked() -> Iterator[tuple[str, str, bytes, str]]:
    yield "masked arrays", "begun in an odd way", program(MASKED, plain((3,)), plain(b"b"), b"tR"), "damaged"
    for name, parts in {
        "too few parts": (plain(1),),
        "a short mask": (plain(1), plain((1,)), F8, plain(False), plain(bytes(8)), plain(b""), plain(None)),
        "an odd fill value": (plain(1), plain((1,)), F8, plain(False), plain(bytes(8)), plain(b"\0"), plain([1])),
        "short contents": (plain(1), plain((9,)), F8, plain(False), plain(bytes(8)), plain(b"\0"), plain(None)),
    }.items():
        yield "masked arrays", name, program(BEGUN, b"(", *parts, b"tb"), "damaged"


def _counts(*counts: int) -> bytes:
    begun = named("numpy._core.multiarray", "_reconstruct") + named("numpy", "ndarray") + plain((0,)) + plain(b"b")
    contents = np.array(counts, "i8").tobytes()
    i8 = named("numpy", "dtype") + plain(("i8", False, True)) + b"R"
    return begun + b"\x87R(" + plain(1) + plain((len(counts),)) + i8 + plain(False) + plain(contents) + b"tb"


def trees() -> Iterator[tuple[str, str, bytes, str]]:
    for name, args in {
        "of texts": plain("x") + plain("y") + plain("z"),
        "without classes": plain(4) + plain([2]) + plain(1),
        "of no columns": plain(0) + _counts(2) + plain(1),
        "of more outputs than classes": plain(4) + _counts(2) + plain(7),
        "of no classes": plain(4) + _counts(0) + plain(1),
        "of too many classes": plain(4) + _counts(1 << 40) + plain(1),
    }.items():
        yield "trees begun", name, program(TREE, b"(", args, b"tR"), "damaged"
    bare = TREE + b"(" + plain(4) + _counts(2) + plain(1) + b"tR"
    model = named("sklearn.tree._classes", "DecisionTreeClassifier") + b")\x81"
    state = b"}(" + plain("n_features_in_") + plain(4) + plain("tree_") + bare + b"u"
    yield "trees begun", "and left without nodes", program(model, state, b"b"), "damaged"


def joblib_arrays() -> Iterator[tuple[str, str, bytes, str]]:
    objects = named("numpy", "dtype") + plain(("O8", False, True)) + b"R"
    parts = {"shape": plain((1,)), "order": plain("C"), "subclass": named("numpy", "ndarray"), "dtype": objects}
    state = b"}(" + b"".join(plain(key) + value for key, value in parts.items()) + b"u"
    opened = b"\x80\x04" + WRAPPER + state + b"b"
    yield "joblib arrays that lie", "another object inside", opened + b"\x80\x04N..", "damaged"
    yield "joblib arrays that lie", "pickles within pickles", opened * 50 + b"N.", "damaged"
    yield "joblib arrays that lie", "a shell call inside", opened + call("os", "system", "true") + b".", "not_allowed"


def values() -> Iterator[tuple[str, str, bytes, str]]:
    stub = named("numpy", "vectorize") + b")\x81"
    yield "values", "a part that is thrown away", program(LOGISTIC, b"}", plain("C"), stub, b"sb"), "not_allowed"
    yield "values", "an array without contents", program(LOGISTIC, b"}", plain("C"), WRAPPER, b"sb"), "damaged"
    yield "values", "a text without quotes", b"Sabc\n.", "damaged"
    model = SVC(kernel=pairwise_distances).fit(X, y)
    yield "forged support vectors", "too few rows", with_attribute(model, "_BaseLibSVM__Xfit", X[:2]), "damaged"


def others() -> Iterator[tuple[str, str, bytes, str]]:
    broken = bytearray(gzip.compress(np.random.default_rng(0).bytes(1000)))
    broken[200:220] = bytes(20)
    yield "odd compression", "gzip with other bytes", bytes(broken), "damaged"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, contents in [*parts_of("logistic").items(), ("twin", b"1")]:
            archive.writestr(name, contents)
        archive.filelist[-1].filename = archive.filelist[0].filename
    yield "skops: archives and schemas", "two parts of one name", stream.getvalue(), "damaged"
    yield (
        "skops: calls",
        "an array of a list",
        holding(node("NdArrayNode", "builtins", "list", type="numpy", file="0")),
        "damaged",
    )
    unnamed = node("NdArrayNode", "numpy", "ndarray", type="numpy", file=listed())
    yield "skops: archives and schemas", "a part without a name", holding(unnamed), "damaged"
