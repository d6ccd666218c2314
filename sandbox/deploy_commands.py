"""Questions on running a model: what its candidates cost to run, side by side, and what that comes to."""

from __future__ import annotations

from typing import Any

from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import candidate_of, result_of, setting, valid
from sandbox.refusal import Refused
from sandbox.wire import Reply

ORIGINAL = "as uploaded"
MOST_SECONDS = 120.0
MOST_ROWS = 1_000_000
WIDE = {"tolerance": float("inf"), "most_changed": 1.0}  # each strategy has its own limits; here is what is found


@command("operation")
def operation(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Measure `head["candidates"]`, a list of (strategy, label) of the experiment, beside the model as uploaded.

    Further keys: experiment and metric as for "run"; batches (rows a call), seconds, prices (an `Operation`'s spec).
    The first frame is that of `operation_of`, the second that of `bills`; the head says which backend to take.
    """
    from optimizers.operation.backend import backends, hardware_verdict
    from optimizers.operation.compare import operation_of
    from optimizers.operation.cost import bills

    case, experiment = setting(state, head)
    batches, seconds, prices = asked(head)
    models = models_of(state, head, progress)
    doing = f"measuring {len(models)} ways of running the model"

    def tell(share: float) -> None:
        progress({"done": int(100 * share), "of": 100, "doing": doing})

    table = valid(
        operation_of, models, case.X_test, batches=batches, seconds=seconds, seed=experiment.seed, tell=tell
    )  # fmt: skip
    verdicts = {str(b): hardware_verdict(table, b) for b in batches}
    facts = {"backends": backends(table)[["batch", "model"]].to_dict("records"), "verdicts": verdicts}
    return Reply(facts | {"prices": prices.spec()}, [to_arrow(table), to_arrow(bills(table, prices))])


@command("verification")
def verification(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Whether a candidate answers as the model as uploaded, by kind of rows; it was verified when it was made."""
    from optimizers.deploy.verify import verified

    case, experiment = setting(state, head)
    found = verified(case.model, candidate_of(state, head, progress).model, case.X_train, experiment.seed, **WIDE)
    return Reply({"said": found.said, "verdict": found.verdict}, [to_arrow(found.table)])


@command("c source")
def c_source(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The trees inside the model as a C file; or `why_not`, why there is none."""
    from optimizers.deploy.models.c_source import BUILD, c_source
    from optimizers.deploy.models.read_encoders import CannotRead
    from optimizers.inside import inside

    case, _ = setting(state, {})
    try:
        source = c_source(inside(case.model).estimator)
    except CannotRead as why:
        return Reply({"why_not": str(why), "build": ""}, [])
    return Reply({"why_not": "", "build": BUILD}, [source.encode()])


def asked(head: Head) -> tuple[tuple[int, ...], float, Any]:
    """Batch sizes, seconds and prices of the question, or their defaults."""
    from optimizers.component import from_spec
    from optimizers.operation.compare import BATCHES
    from optimizers.operation.cost import Operation

    batches = tuple(head.get("batches") or BATCHES)
    if not all(isinstance(b, int) and 1 <= b <= MOST_ROWS for b in batches):
        raise Refused("unsupported", f"Batches must be whole numbers from 1 to {MOST_ROWS:,} rows.")
    seconds = head.get("seconds", 10.0)
    if not isinstance(seconds, int | float) or not 0 <= seconds <= MOST_SECONDS:
        raise Refused("unsupported", f"Seconds to measure must be between 0 and {MOST_SECONDS:g}.")
    return (
        batches,
        float(seconds),
        valid(from_spec, head.get("prices") or {"kind": "Operation"}, {"Operation": Operation}),
    )


def models_of(state: CaseState, head: Head, progress: Progress) -> dict[str, Any]:
    """Name -> model, the uploaded one first; equal labels are told apart by their strategies."""
    case, _ = setting(state, head)
    models = {ORIGINAL: case.model}
    if not head.get("candidates"):
        return models
    found = result_of(state, head, progress).candidates
    for strategy, label in head["candidates"]:
        candidate = found.get((strategy, label))
        if candidate is None:
            said = f"There is no candidate {label!r} of {strategy} in this experiment; choose another."
            raise Refused("unsupported", said)
        if label != ORIGINAL:
            models[label if label not in models else f"{label} ({strategy})"] = candidate.model
    return models
