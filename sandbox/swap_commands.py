"""What a swap would change in the user's code, and whether it is worth it."""

from __future__ import annotations

from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import candidate_of, result_of
from sandbox.refusal import Refused
from sandbox.wire import Reply


@command("swap effort")
def swap_effort(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """The difference of the two constructions as a unified diff, and the verdict."""
    from optimizers.swap.effort import effort_note

    candidate = candidate_of(state, head, progress)
    if not hasattr(candidate, "changes"):
        raise Refused("unsupported", f"{candidate.label} is no swap; choose a candidate of this page.")
    note = effort_note(result_of(state, head, progress), head["strategy"], head["candidate"])
    return Reply({"changes": candidate.changes, "note": note}, [])
