"""Should the opened case's model be retrained, going by what is known up to a step?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.world import Future
from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import result_of, setting, valid
from sandbox.wire import Reply

WINDOW_ROWS = 3_000


@command("retrain advice")
def retrain_advice(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The answer, its cause and sentence, and the evidence, from rows whose labels have come by `head["step"]`."""
    from optimizers.advise.advice import gather
    from optimizers.advise.answer import decide
    from optimizers.world import future

    case, experiment = setting(state, head)
    known = newest(valid(future, case, experiment), int(head["step"]))
    found = valid(gather, case.model, (case.X_train, case.y_train), known, experiment.seed, progress)
    advice = decide(found, float(head.get("least_gain", 0.005)))
    facts = {"answer": advice.answer, "cause": advice.cause, "sentence": advice.sentence, "notes": list(found.notes)}
    return Reply({"facts": facts | {"n_rows": len(known[1])}, "frames": ["evidence"]}, [to_arrow(advice.evidence)])


def newest(world: Future, step: int) -> tuple[pd.DataFrame, pd.Series]:
    """The newest labelled rows by the end of a step: at most 3,000, none older than half of the time since the start.

    A simulated world draws the same rows again: each counts once, or a refitted model would be judged by
    rows that it has learned from.
    """
    places = np.concatenate([np.arange(0), *world.labelled[(step + 1) // 2 : step + 1]])
    _, last = np.unique(world.arriving.rows[places][::-1], return_index=True)
    places = np.sort(places[len(places) - 1 - last])[-WINDOW_ROWS:]
    return world.arriving.X.iloc[places], world.arriving.y.iloc[places]


@command("policies")
def policies(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Of every policy of an experiment: how sure its errors are, its models and what they knew, its labels."""
    from optimizers.retrain.ledger import carried
    from optimizers.retrain.served import arrived_frame, served_frame

    result = result_of(state, head, progress)
    frames = {"ledger": carried(result), "served": served_frame(result), "arrived": arrived_frame(result)}
    return Reply({"facts": {}, "frames": list(frames)}, [to_arrow(frame) for frame in frames.values()])
