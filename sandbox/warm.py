"""What is imported once, before a worker is confined: afterwards the project's own files are out of reach."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
import warnings
from collections.abc import Callable, Iterable

# The one list. Other modules of these libraries stay importable in a worker, only slower. onnxruntime is
# not here: its import starts a thread, and what forks must have one thread.
LIBRARIES = (
    "joblib",
    "numpy",
    "pandas",
    "pyarrow.csv",
    "pyarrow.feather",
    "pyarrow.parquet",
    "scipy.sparse",
    "scipy.spatial",
    "scipy.stats",
    "sklearn.calibration",
    "sklearn.cluster",
    "sklearn.compose",
    "sklearn.ensemble",
    "sklearn.impute",
    "sklearn.inspection",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.naive_bayes",
    "sklearn.neighbors",
    "sklearn.neural_network",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "sklearn.tree",
    "skops.io",
)
EXTRAS = ("lightgbm", "xgboost", "onnx", "resource", "sklearnex")  # absent in some places, and then not missed
OWN_PACKAGES = ("optimizers", "sandbox")
OF_ANOTHER_VERSION = "sandbox.rehost_"  # what a process of another library version runs: no worker of ours knows it


def warm_up(modules: Iterable[str] = ()) -> list[str]:
    """Import the libraries and every module of our own, then call each `preload()` that these define.

    Parameters
    ----------
    modules : iterable of str
        Further modules whose commands the workers shall know.

    Returns
    -------
    list of str
        "module: why" for whatever could not be imported; an absent extra is not told.
    """
    warnings.simplefilter("ignore")
    failed = [why for name in LIBRARIES if (why := load(name))]
    for name in EXTRAS:
        load(name)
    find_thread_pools()
    own = [*own_modules(), *modules]
    failed += [why for name in own if (why := load(name))]
    for name in own:
        prepare = getattr(sys.modules.get(name), "preload", None)
        if callable(prepare) and prepare.__module__ == name:
            failed += [why for why in [prepared(name, prepare)] if why]
    gc.collect()
    gc.freeze()  # a collection in a worker must not touch, and so copy, the pages that it shares
    return failed


def prepared(name: str, prepare: Callable[[], object]) -> str:
    """Call a module's `preload`; why it failed, or an empty string: one bad module must not stop every worker."""
    try:
        prepare()
    except Exception as error:
        return f"{name}: {type(error).__name__}: {error}"
    return ""


def own_modules() -> list[str]:
    """Every module of our packages that can be imported without running something."""
    names: list[str] = []
    for package in OWN_PACKAGES:
        if load(package):
            continue
        found = pkgutil.walk_packages(sys.modules[package].__path__, f"{package}.", onerror=lambda name: None)
        names += [package, *(module.name for module in found if not module.name.endswith("__main__"))]
    return [name for name in names if not name.startswith(OF_ANOTHER_VERSION)]


def load(name: str) -> str:
    """Import a module; why it failed, or an empty string."""
    try:
        importlib.import_module(name)
    except Exception as error:
        return f"{name}: {type(error).__name__}: {error}"
    return ""


def find_thread_pools() -> None:
    """Look for BLAS and OpenMP now, and never again: it needs executable memory and a file out of reach later."""
    import threadpoolctl

    found = threadpoolctl.ThreadpoolController().lib_controllers

    class Found(threadpoolctl.ThreadpoolController):
        """What was found before: a library that looks while it is imported would not be let."""

        def __init__(self) -> None:
            self.lib_controllers = found

    threadpoolctl.ThreadpoolController = Found
    try:
        from sklearn.utils.parallel import _get_threadpool_controller
    except ImportError:
        return
    _get_threadpool_controller()
