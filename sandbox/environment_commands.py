"""Questions on the library versions around a model: its rows for another version, and what came back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sandbox.arrow import to_arrow
from sandbox.case_commands import model_facts
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.refusal import Refused
from sandbox.wire import Reply

MOST_ROWS = 50_000
ONE_OF = 1


@command("saved by")
def who_saved(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The library versions that a model file names, read from its bytes: nothing is built."""
    from sandbox.guard_version import saved_by

    return Reply({"saved_by": saved_by(blobs[0])}, [])


@command("open rehosted")
def open_rehosted(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Let the process of another version, which has the file open, stand for the model; `head["facts"]` is its word."""
    from optimizers.environment.rehosted import RehostedModel, rehosted
    from sandbox.guard import LoadedModel

    def asks(method: str, X: pd.DataFrame, array: bool) -> np.ndarray:
        if state.elsewhere is None:
            raise Refused("unsupported", "There is no process of another version to ask; open the case again.")
        reply = state.elsewhere({"method": method, "array": array}, [to_arrow(X)])
        return array_of(reply.head, reply.blobs[0])

    RehostedModel.asks = staticmethod(asks)
    model = rehosted(head["facts"], blobs[0])
    found = {"sklearn": model.sklearn_}
    note = (
        f"Answers come from a process of its own with scikit-learn {model.sklearn_}: times include the way there, and "
        "what would fit or rebuild the model does not apply."
    )
    state.shelf["model"] = LoadedModel(model, head["format"], found, (note,))
    return Reply(model_facts(state.shelf["model"]) | {"kind": model.kind_, "rehosted": model.sklearn_}, [])


def array_of(head: Head, raw: bytes) -> np.ndarray:
    """An array from its bytes, a plain type only."""
    kind = np.dtype(str(head["dtype"]))
    if kind.kind not in "if" or kind.itemsize > 8:
        raise Refused("damaged", "The process of the other version answered with no numbers.")
    return np.frombuffer(raw, kind).reshape([int(n) for n in head["shape"]])


@command("rows for versions")
def rows_for_versions(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The judging rows, one of them alone, and with `head["refit"]` the learning rows, as the model takes them."""
    from optimizers.case import model_input
    from optimizers.predict import codes

    case = state.case
    frames = [case.X_test[:MOST_ROWS], case.X_test[:ONE_OF]] + ([case.X_train] if head.get("refit") else [])
    taken = [model_input(case.model, X) for X in frames]
    array = not isinstance(taken[0], pd.DataFrame)
    sent = [to_arrow(pd.DataFrame(X) if array else X) for X in taken]
    if head.get("refit"):
        y = case.y_train.to_numpy()
        y = codes(y, case.classes).astype(np.int32) if case.task == "classification" else y.astype(float)
        sent.append(np.ascontiguousarray(y).tobytes())
    return Reply({"array": array, "n_rows": len(frames[0])} | classes_of_case(case) | recipe_of(case, head), sent)


def classes_of_case(case: Any) -> Head:
    """The case's classes as plain lists with their type; None of a regressor."""
    if case.task != "classification":
        return {"classes": None, "classes_dtype": None}
    classes = np.asarray(case.classes)
    return {"classes": classes.tolist(), "classes_dtype": classes.dtype.str}


def recipe_of(case: Any, head: Head) -> Head:
    """The model's recipe, or why it has none; the version that saved it tells it better where it opens."""
    from sandbox.recipes import told

    if not head.get("refit"):
        return {}
    if not hasattr(case.model, "fit"):
        return {"recipe": None, "no_recipe": "The model only predicts here."}
    try:
        return {"recipe": told(case.model)}
    except Refused as refused:
        return {"recipe": None, "no_recipe": refused.sentence}


@command("compare versions")
def compare_versions(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Hold the answers of several versions against those of the one that saved the file.

    `head["answers"]` has, for each, version, role, why, load_ms, size_kib, and "labels" and "scores" as heads of
    arrays whose bytes follow in the blobs, "seconds" as lists.
    """
    from optimizers.environment.compare import compare
    from optimizers.environment.verdict import verdict

    case = first_rows(state.case)
    rest = iter(blobs)
    answers = [recorded(told, rest, case) for told in head["answers"]]
    base = next((a for a in answers if a.role == "saved it" and not a.why), None)
    here = head.get("here")
    if here:
        answers.append(of_this_process(case, here))
    table = compare(case, answers, base or next((a for a in answers if not a.why), None))
    return Reply({"verdict": verdict(table), "n_rows": len(case.y_test)}, [to_arrow(table)])


def first_rows(case: Any) -> Any:
    """The case with no more judging rows than were sent."""
    from dataclasses import replace

    if len(case.X_test) <= MOST_ROWS:
        return case
    time = None if case.time is None else case.time[:MOST_ROWS]
    return replace(case, X_test=case.X_test[:MOST_ROWS], y_test=case.y_test[:MOST_ROWS], time=time)


def recorded(told: Head, blobs: Any, case: Any) -> Any:
    """One version's answers; labels come as places among the model's classes."""
    from optimizers.environment.compare import Recorded
    from optimizers.environment.rehosted import classes_of

    plain = {name: told[name] for name in ("version", "role", "why")}
    if told["why"]:
        return Recorded(**plain)
    labels = array_of(told["labels"], next(blobs))
    scores = array_of(told["scores"], next(blobs)) if told.get("scores") else None
    classes = classes_of(told) if told["classes"] is not None else None
    if classes is not None:
        labels = classes[labels]
    seconds = {name: np.array(spent, float) for name, spent in told.get("seconds", {}).items()}
    return Recorded(
        **plain, labels=labels, scores=scores, by=told.get("by", ""), classes_=classes, seconds=seconds,
        load_ms=told["load_ms"], size_kib=told["size_kib"],
    )  # fmt: skip


def of_this_process(case: Any, here: Head) -> Any:
    """What the model as opened here says of the same rows."""
    from optimizers.case import model_input
    from optimizers.environment.compare import Recorded

    model, X = case.model, model_input(case.model, case.X_test)
    by = next((name for name in ("predict_proba", "decision_function") if hasattr(model, name)), "")
    return Recorded(
        here["version"], here["role"], labels=np.asarray(model.predict(X)),
        scores=np.asarray(getattr(model, by)(X)) if by else None, by=by, classes_=getattr(model, "classes_", None),
    )  # fmt: skip
