"""A model on other hardware: what a worker does that the app has held to some cores, or to little memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.arrow import from_arrow, to_arrow
from sandbox.commands import CaseState, Head, Progress, command, memory_mb
from sandbox.guard import load_model
from sandbox.play_commands import setting
from sandbox.refusal import Refused
from sandbox.wire import Reply

MOST_SENT = 2_000
MOST_ROWS, MOST_CALLS, MOST_THREADS = 100_000, 10_000, 256


@command("hardware rows")
def rows(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Rows of the case that another worker may be asked for."""
    case, _ = setting(state, {})
    return Reply({}, [to_arrow(case.X_test.head(MOST_SENT))])


@command("hardware load")
def load(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Open the model file `head["name"]` and rows, and answer them once, repeated to `head["n_rows"]`."""
    from optimizers.case import model_input
    from optimizers.operation.scaling import available_cores

    model, frame = load_model(blobs[0], head["name"]).model, from_arrow(blobs[1])
    n_rows = whole(head, "n_rows", MOST_ROWS)
    given = model_input(model, frame.iloc[np.resize(np.arange(len(frame)), n_rows)].reset_index(drop=True))
    state.shelf["hardware"] = model, given
    calls = timed(state, 1, 1)
    return Reply(calls | {"n_cores": available_cores(), "memory": memory_mb(state.memory_file)}, [])


@command("hardware calls")
def calls(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Answer the rows `head["n_calls"]` times, shared out among `head["n_threads"]` threads."""
    return Reply(timed(state, whole(head, "n_threads", MOST_THREADS), whole(head, "n_calls", MOST_CALLS)), [])


def timed(state: CaseState, n_threads: int, n_calls: int) -> dict[str, float]:
    """Wall and CPU seconds of the calls together."""
    from optimizers.deploy.models.wrapped import InParts
    from optimizers.operation.rounds import burst
    from optimizers.quiet import quiet

    if "hardware" not in state.shelf:
        raise Refused("unsupported", "There is no model to ask yet; load one first.")
    model, given = state.shelf["hardware"]
    asked: Any = InParts(model, n_threads, least_rows=2)
    with quiet():
        wall, cpu = burst(lambda: asked.predict(given), n_calls)
    return {"wall_s": float(sum(wall)), "cpu_s": cpu}


def whole(head: Head, name: str, most: int) -> int:
    value = head.get(name)
    if not isinstance(value, int) or not 1 <= value <= most:
        raise Refused("unsupported", f"{name} must be a whole number from 1 to {most:,}.")
    return value
