"""Files that want to run something: every kind of name."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator

from tests.sandbox.hostile_file import Calls, Hostile, call

NOT_ALLOWED = ("not_allowed",)


def files(canary: str) -> Iterator[Hostile]:
    touch = f"touch {canary}"
    script = f"open({canary!r}, 'w').close()"
    for kind, names in by_name(canary, touch, script).items():
        for module, name, *args in names:
            yield Hostile(kind, f"{module}.{name}", call(module, name, *args), NOT_ALLOWED)
    for protocol in range(6):
        yield Hostile(
            "__reduce__",
            f"protocol {protocol}",
            pickle.dumps(Calls(os.system, (touch,)), protocol),
            NOT_ALLOWED,
        )


def by_name(canary: str, touch: str, script: str) -> dict[str, list[tuple]]:
    """Calls of callables that have no place in a model, by kind."""
    return {
        "shell": [
            ("os", "system", touch),
            ("posix", "system", touch),
            ("os", "popen", touch),
            ("nt", "system", touch),
            ("subprocess", "Popen", ["touch", canary]),
            ("subprocess", "check_output", ["touch", canary]),
            ("pty", "spawn", ["touch", canary]),
            ("os", "execvp", "touch", ["touch", canary]),
            ("os", "fork"),
        ],
        "interpreter": [
            ("builtins", "eval", script),
            ("builtins", "exec", script),
            ("__builtin__", "eval", script),
            ("builtins", "compile", script, "x", "exec"),
            ("builtins", "__import__", "antigravity"),
            ("code", "interact"),
            ("timeit", "timeit", script),
            ("cProfile", "run", script),
            ("importlib", "import_module", "antigravity"),
            ("runpy", "run_path", canary),
            ("numpy.testing._private.utils", "runstring", script, {}),
            ("pandas", "eval", script),
        ],
        "indirection": [
            ("builtins", "getattr", "x", "upper"),
            ("operator", "attrgetter", "system"),
            ("builtins", "map", None, []),
            ("operator", "methodcaller", "system", touch),
            ("functools", "partial", None),
            ("functools", "reduce", None, []),
            ("builtins", "globals"),
            ("builtins", "vars"),
            ("builtins", "setattr", "a", "b", "c"),
            ("builtins", "type", "x"),
            ("types", "FunctionType"),
            ("types", "CodeType"),
            ("copyreg", "add_extension", "os", "system", 1),
            ("cloudpickle.cloudpickle", "_make_function"),
            ("sklearn.base", "clone", None),
            ("inspect", "getsource"),
        ],
        "files": [
            ("builtins", "open", canary, "w"),
            ("io", "open", canary, "w"),
            ("os", "remove", canary),
            ("os", "mkdir", canary),
            ("shutil", "rmtree", canary),
            ("pathlib", "Path", canary),
            ("logging", "FileHandler", canary),
            ("numpy", "fromfile", canary),
            ("numpy", "save", canary, [1]),
            ("numpy", "savetxt", canary, [1]),
            ("numpy", "memmap", canary, "float64", "w+", 0, (3,)),
            ("numpy", "load", canary),
            ("numpy", "genfromtxt", canary),
            ("tempfile", "mkdtemp"),
            ("sqlite3", "connect", canary),
            ("zipfile", "ZipFile", canary, "w"),
        ],
        "further pickles": [
            ("pickle", "loads", b"cos\nsystem\n."),
            ("_pickle", "loads", b"."),
            ("joblib", "load", canary),
            ("joblib.numpy_pickle", "load", canary),
            ("pandas", "read_pickle", canary),
            ("dill", "loads", b"."),
            ("pandas.io.pickle", "read_pickle", canary),
            ("marshal", "loads", b""),
            ("shelve", "open", canary),
            ("skops.io", "load", canary),
            ("torch", "load", canary),
            ("cloudpickle", "loads", b"."),
        ],
        "library functions": [
            ("sklearn.datasets", "load_files", "/"),
            ("sklearn.datasets._base", "load_files", "/"),
            ("sklearn.utils._testing", "create_memmap_backed_data", [1]),
            ("sklearn.externals._arff", "load", canary),
            ("joblib", "Memory", canary),
            ("joblib.memory", "Memory", canary),
            ("joblib", "Parallel", 8),
            ("sklearn.utils.parallel", "Parallel", 8),
            ("sklearn.experimental", "enable_halving_search_cv"),
            ("sklearn.utils.tests.test_validation", "test_as_float_array"),
            ("scipy.io", "loadmat", canary),
        ],
        "network and memory": [
            ("socket", "socket"),
            ("urllib.request", "urlopen", "http://localhost"),
            ("webbrowser", "open", "http://localhost"),
            ("ctypes", "CDLL", "libc.so.6"),
            ("mmap", "mmap", -1, 10),
            ("signal", "alarm", 1),
            ("os", "_exit", 3),
            ("os", "kill", 1, 9),
            ("sys", "exit", 3),
            ("builtins", "exit", 3),
            ("multiprocessing", "Process"),
        ],
        "names": [
            ("sklearn", "utils.os.system", touch),
            ("sklearn.base", "warnings"),
            ("sklearn.base", "__builtins__"),
            ("numpy", "os", touch),
            ("sklearn.linear_model._logistic", "np"),
            ("sklearn.utils", "Bunch.__init__"),
            ("", "", touch),
            ("os\nsystem", "x"),
            ("о" + "s", "system", touch),
            ("sklearn." + "x" * 300, "y"),
            ("__main__", "Model"),
            ("sklearn.tree._classes", "__builtins__"),
            ("builtins", "memoryview", b""),
        ],
        "allowed values called": [
            ("numpy", "exp", 1.0),
            ("sklearn.metrics._classification", "accuracy_score", [1], [1]),
            ("numpy", "mean", [1]),
            ("sklearn.linear_model._logistic", "LogisticRegression"),
            ("builtins", "list", [1]),
            ("builtins", "str", b"x"),
            ("sklearn.preprocessing._function_transformer", "FunctionTransformer", None),
            ("builtins", "int", "1" * 10),
        ],
    }
