"""Opening a case: the files come in as bytes, facts about them go out."""

from __future__ import annotations

from typing import Any

from optimizers.drift.columns import categorical_columns, numeric_columns
from optimizers.errors import CaseError
from optimizers.metrics import METRICS
from optimizers.world import CALENDAR, calendar_steps
from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.guard import LoadedModel, load_model
from sandbox.guard_table import read_table
from sandbox.refusal import Refused
from sandbox.wire import Reply

PREVIEW_ROWS = 50


@command("open model")
def open_model(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Check and load a model file; `head["name"]` is the uploaded file's name."""
    loaded = load_model(blobs[0], head["name"])
    state.shelf["model"] = loaded
    return Reply(model_facts(loaded), [])


def model_facts(loaded: LoadedModel) -> dict[str, Any]:
    """What the pages must know of an opened model."""
    from optimizers.assemble import columns_for

    names, n_features = columns_for(loaded.model)
    classes = [str(c) for c in getattr(loaded.model, "classes_", [])]
    return {
        "kind": type(loaded.model).__name__,
        "format": loaded.format,
        "saved_by": loaded.saved_by,
        "notes": list(loaded.notes),
        "carried": list(loaded.carried),
        "task": "classification" if hasattr(loaded.model, "classes_") else "regression",
        "columns": names,
        "n_features": n_features,
        "classes": classes[:50],
    }


@command("open table")
def open_table(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Check and parse a table file as `head["role"]`, "table" or "test"; answers with a preview."""
    loaded = read_table(blobs[0], head["name"])
    state.shelf[head["role"]] = loaded
    facts = {
        "n_rows": len(loaded.frame),
        "columns": [str(c) for c in loaded.frame],
        "format": loaded.format,
        "notes": list(loaded.notes),
        "code": loaded.code,
    }
    return Reply(facts, [to_arrow(loaded.frame.head(PREVIEW_ROWS))])


@command("suggest")
def suggest(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """First guesses of target and time column, from the model and the table."""
    from optimizers.assemble import columns_for, suggest_target, suggest_time

    model, frame = opened(state, "model").model, opened(state, "table").frame
    return Reply(
        {"target": suggest_target(model, frame), "time": suggest_time(frame, columns_for(model)[0] or [])},
        [],
    )


@command("assemble")
def assemble_case(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Make the case of what was opened; the head holds the arguments of `optimizers.assemble.assemble`."""
    from optimizers.assemble import assemble

    test = state.shelf.get("test")
    try:
        state.case = assemble(
            head["name"],
            opened(state, "model").model,
            opened(state, "table").frame,
            target=head["target"],
            time=head.get("time"),
            test_table=test.frame if test else None,
            metric=head.get("metric"),
            **{k: head[k] for k in ("test_share", "seed") if k in head},
        )
    except CaseError as wrong:
        raise Refused("table", str(wrong)) from None
    state.shelf.pop("results", None)
    return Reply(case_facts(state.case), [])


def opened(state: CaseState, what: str) -> Any:
    if what not in state.shelf:
        raise Refused("table", f"There is no {what} yet; upload it first.")
    return state.shelf[what]


def case_facts(case: Any) -> dict[str, Any]:
    """What the pages must know of a case: names, sizes, kinds; no rows."""
    X = case.X_test
    kinds = dict.fromkeys(numeric_columns(X), "numeric") | dict.fromkeys(categorical_columns(X), "categorical")
    steps = calendar(case)
    return {
        "name": case.name,
        "task": case.task,
        "metric": case.metric,
        "metrics": [m.name for m in METRICS.values() if m.task == case.task],
        "classes": [str(c) for c in case.classes[:50]],
        "fingerprint": case.fingerprint,
        "model": getattr(case.model, "kind_", type(case.model).__name__),
        "n_train": len(case.X_train),
        "n_test": len(X),
        "columns": {str(c): kinds[c] for c in X},
        "timelines": ["simulated", "rows", *steps],
        "steps": steps,
        "from": str(case.time.iloc[0]) if case.time is not None else "",
        "to": str(case.time.iloc[-1]) if case.time is not None else "",
        "notes": list(case.notes),
    }


def calendar(case: Any) -> dict[str, list[str]]:
    """The steps' names by day, week and month, where the case has dates and no more steps than a chart holds."""
    named = {}
    for timeline in CALENDAR:
        try:
            names = calendar_steps(case, timeline)[1]
        except ValueError:
            continue
        if len(names) > 1:
            named[timeline] = list(names)
    return named
