"""What the process of another library version may be asked: open a file, answer rows, fit anew, time, size.

Runs under every Python from 3.9, with that environment's libraries, and is imported there alone.
"""

from __future__ import annotations

import gc
import time
import warnings
from typing import Any

from sandbox.commands import CaseState, Head, Progress, command
from sandbox.refusal import Refused
from sandbox.wire import Reply

METHODS = ("predict_proba", "decision_function")
LONGEST_WHY = 140
KNOWN = {
    "incompatible dtype": "its trees are stored in a form that this version does not read",
    "known BitGenerator": "its random state was saved by another numpy",
    "__randomstate_ctor": "its random state was saved by another numpy",
}


@command("open elsewhere")
def open_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Open a model file; the reply says what it is and what it can be asked."""
    from sandbox.rehost_pickle import load

    begun = time.perf_counter()
    try:
        model = load(blobs[0])
        spent = time.perf_counter() - begun
        in_one_thread(model)
        state.shelf["model"] = model
        return Reply(facts_of(model) | {"load_s": spent}, [])
    except (Refused, MemoryError):
        raise
    except BaseException as error:  # another version's file fails in any way
        raise Refused("too_old", f"scikit-learn {version()} cannot open this file: {why(error)}") from None


def in_one_thread(model: Any) -> None:
    """What the guard does to models that it opens: latencies are of one core, and nothing here may fork."""
    if hasattr(model, "get_params"):
        many = [name for name in model.get_params() if name.split("__")[-1] == "n_jobs"]
        model.set_params(**dict.fromkeys(many, 1))


def why(error: BaseException) -> str:
    """The type and first line of an error, short enough for a table."""
    said = " ".join(str(error).split())
    for mark, plain in KNOWN.items():
        if mark in said:
            return f"{plain}."
    said = said[:LONGEST_WHY].rstrip(".")
    return f"{type(error).__name__}{': ' if said else ''}{said}."


def version() -> str:
    import sklearn

    return sklearn.__version__


def facts_of(model: Any) -> Head:
    """What stands in for the model must know: classes, columns, methods; all plain."""
    if not hasattr(model, "predict"):
        said = f"The file holds a {type(model).__name__[:60]}, which does not predict; upload a fitted model."
        raise Refused("unsupported", said)
    classes = getattr(model, "classes_", None)
    if isinstance(classes, list):
        raise Refused("unsupported", "The model predicts several targets at once; upload one that predicts one.")
    names = getattr(model, "feature_names_in_", None)
    return {
        "kind": type(model).__name__,
        "sklearn": version(),
        "classes": None if classes is None else classes.tolist(),
        "classes_dtype": None if classes is None else classes.dtype.str,
        "names": None if names is None else [str(name) for name in names],
        "n_features": getattr(model, "n_features_in_", None),
        "methods": [name for name in METHODS if _has(model, name)],
    }


def _has(model: Any, name: str) -> bool:
    try:
        return callable(getattr(model, name, None))
    except Exception:  # a wrapper may raise its own error for what it was not given
        return False


@command("answer elsewhere")
def answer_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Ask the model for `head["method"]` on the rows of an Arrow stream; an array comes back as its bytes."""
    import numpy as np

    method = head["method"]
    if method not in ("predict", *METHODS):
        raise Refused("unsupported", f"There is no method {str(method)[:40]!r} to ask.")
    model = state.shelf.get("model")
    if model is None:
        raise Refused("unsupported", "No model is open in this process; open it first.")
    rows = rows_of(blobs[0], head["array"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = np.asarray(getattr(model, method)(rows))
    if method == "predict" and getattr(model, "classes_", None) is not None:
        answer = codes(answer, model.classes_)
    answer = np.ascontiguousarray(answer, dtype=np.int32 if answer.dtype.kind in "iub" else np.float64)
    return Reply({"shape": list(answer.shape), "dtype": answer.dtype.str}, [answer.tobytes()])


def codes(labels: Any, classes: Any) -> Any:
    """Places of labels among the classes."""
    import numpy as np

    order = np.argsort(classes, kind="stable")
    places = np.searchsorted(classes, labels, sorter=order).clip(0, len(classes) - 1)
    found = order[places]
    if not np.array_equal(classes[found], labels):
        raise Refused("unsupported", "The model gave a label that is none of its classes.")
    return found


def rows_of(raw: bytes, array: bool) -> Any:
    """The frame of an Arrow stream, or its values where the model was fitted without names."""
    import pyarrow as pa

    frame = pa.ipc.open_stream(raw).read_all().to_pandas()
    return frame.to_numpy() if array else frame


@command("time elsewhere")
def time_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Seconds of each of `head["n"]` calls of predict with the rows of an Arrow stream."""
    model, rows = state.shelf["model"], rows_of(blobs[0], head["array"])
    spent = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.predict(rows)
        gc.collect()
        gc.disable()
        try:
            for _ in range(min(int(head["n"]), 10_000)):
                begun = time.perf_counter()
                model.predict(rows)
                spent.append(time.perf_counter() - begun)
        finally:
            gc.enable()
    return Reply({"seconds": spent}, [])


@command("refit elsewhere")
def refit_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Fit `head["recipe"]` on the rows of an Arrow stream, with the target as places among `head["classes"]` or values.

    No model has to be open: a version that cannot read the file may still fit what its maker wrote.
    """
    import numpy as np

    from sandbox.recipes import made

    classes = head["classes"]
    if classes is None:
        y = np.frombuffer(blobs[1], np.float64)
    else:
        kind = np.dtype(head["classes_dtype"])
        y = np.array(classes, object if kind.hasobject else kind)[np.frombuffer(blobs[1], np.int32)]
    fresh = made(head["recipe"])
    seeds = [
        name for name, value in fresh.get_params().items() if name.split("__")[-1] == "random_state" and value is None
    ]
    fresh.set_params(**dict.fromkeys(seeds, 0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fresh.fit(rows_of(blobs[0], head["array"]), y)
    state.shelf["model"] = fresh
    return Reply(facts_of(fresh), [])


@command("recipe elsewhere")
def recipe_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The recipe of the open model, as its maker would have written it under this version."""
    from sandbox.recipes import told

    return Reply({"recipe": told(state.shelf["model"])}, [])


@command("size elsewhere")
def size_elsewhere(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Bytes of the model when this version saves it anew, uncompressed."""
    import io

    import joblib

    out = io.BytesIO()
    joblib.dump(state.shelf["model"], out)
    return Reply({"bytes": out.tell()}, [])
