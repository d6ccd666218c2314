"""The house style, as far as it can be counted: short files, plain names."""

import ast
import re

from .sources import TOP, trees

MOST_LINES = 200
EMPTY_WORDS = re.compile(r"manager|handler|processor|engine|utils?|helpers?", re.IGNORECASE)
PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def names(path):
    """The names that a file brings into the world: its own, its classes', its functions'."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [*path.removesuffix(".py").split("/"), *(n.name for n in ast.walk(trees()[path]) if isinstance(n, kinds))]


def says_nothing(name):
    return any(EMPTY_WORDS.fullmatch(part) for part in PARTS.findall(name))


def test_a_file_is_short():
    lengths = {path: len((TOP / path).read_text(encoding="utf-8").splitlines()) for path in trees()}
    assert {path: n for path, n in lengths.items() if n > MOST_LINES} == {}, "split them by what their parts are for"


def test_a_name_says_what_a_thing_is():
    empty = {path: [name for name in names(path) if says_nothing(name)] for path in trees()}
    assert {path: found for path, found in empty.items() if found} == {}


def test_the_words_are_found_in_names():
    assert all(map(says_nothing, ("FileManager", "io_utils", "Helper", "HTTPHandler", "run_engine")))
    assert not any(map(says_nothing, ("engineering", "handle", "process", "utility_of_a_row")))


def test_a_file_says_what_it_is_for():
    assert [path for path, tree in trees().items() if tree.body and not ast.get_docstring(tree)] == []
