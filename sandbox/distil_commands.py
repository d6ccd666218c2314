"""A distilled table, to take away."""

from __future__ import annotations

import io

from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import candidate_of
from sandbox.refusal import Refused
from sandbox.wire import Reply


@command("distilled table")
def distilled_table(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The rows that a candidate learned from: `head["format"]` is "csv" or "parquet"."""
    candidate = candidate_of(state, head, progress)
    if not hasattr(candidate, "table"):
        said = f"{candidate.label} learned from every learning row: choose one that keeps fewer."
        raise Refused("unsupported", said)
    table, out = candidate.table(), io.BytesIO()
    if head["format"] == "parquet":
        table.to_parquet(out, index=False)
    else:
        table.to_csv(out, index=False)
    return Reply({"n_rows": len(table)}, [out.getvalue()])
