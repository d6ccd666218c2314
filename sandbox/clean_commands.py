"""What is wrong with the learning rows of a case: labels, rows, columns, and what cleaning would gain."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sandbox.arrow import to_arrow
from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import setting, valid
from sandbox.wire import Reply

MOST_COLUMNS, MOST_SUSPECTS, MOST_ROWS = 12, 200, 2000


@command("label noise")
def label_suspects(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Suspicious labels; frames "suspects" (at most 200, with at most 12 features), "joint" and "rows" (all places)."""
    from optimizers.clean.labels import label_noise

    case, _ = setting(state, head)
    found = valid(label_noise, case.model, case.X_train, case.y_train, int(head.get("seed", 0)), progress)
    facts, frames = found.to_wire()
    frames["rows"] = frames["suspects"][["row", "given", "likely"]]
    frames["suspects"] = with_features(frames["suspects"].head(MOST_SUSPECTS), case.X_train)
    return answered(facts, frames)


@command("cleaning gain")
def gain(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """What dropping the suspects would gain; `head["metric"]` or the case's; frame "splits"."""
    from optimizers.clean.gain import cleaning_gain

    case, _ = setting(state, head)
    seed = int(head.get("seed", 0))
    found = valid(cleaning_gain, case.model, case.X_train, case.y_train, seed, progress, case.metric)
    return answered(*found.to_wire())


@command("wrong rows")
def wrong(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """Duplicates, contradictions, empty and constant columns; frames "findings" and "rows" (at most 2,000)."""
    from optimizers.clean.rows import wrong_rows

    case, _ = setting(state, head)
    found = valid(wrong_rows, case.X_train, case.y_train, case.task)
    facts, frames = found.to_wire()
    return answered(facts, frames | {"rows": found.rows(case.y_train).head(MOST_ROWS)})


def with_features(suspects: pd.DataFrame, X: pd.DataFrame) -> pd.DataFrame:
    """The suspects with their first twelve features; one that is called like our own columns is told apart."""
    own = set(suspects)
    features = X.iloc[suspects["row"].to_numpy(dtype=int), :MOST_COLUMNS].reset_index(drop=True)
    features = features.rename(columns={c: f"{c} (feature)" for c in features if c in own})
    return pd.concat([suspects.reset_index(drop=True), features], axis=1)


def answered(facts: dict[str, Any], frames: dict[str, pd.DataFrame]) -> Reply:
    return Reply(facts | {"frames": list(frames)}, [to_arrow(frame) for frame in frames.values()])
