"""The folder that a user takes home, packed where the model is: nothing is written to a disk."""

from __future__ import annotations

from sandbox.commands import CaseState, Head, Progress, command
from sandbox.play_commands import result_of, setting, valid
from sandbox.refusal import Refused
from sandbox.wire import Reply

LONGEST_PYTHON = 20_000  # characters


@command("takeaway")
def takeaway(state: CaseState, head: Head, blobs: list[bytes], progress: Progress) -> Reply:
    """A candidate's folder as a zip.

    Keys: experiment and metric as for "run"; strategy, candidate; format, "joblib", "skops" or "onnx";
    real_rows, whether the self-test holds judging rows as they are; python, what the card shows as the code.
    The head of the answer names the folder and its files.
    """
    from optimizers.takeaway import safe_name, takeaway, zipped

    python = head.get("python", "")
    if not isinstance(python, str) or len(python) > LONGEST_PYTHON:
        raise Refused("unsupported", f"The Python of a model card is text of at most {LONGEST_PYTHON:,} characters.")
    case, _ = setting(state, head)
    result = result_of(state, head, progress)
    progress({"done": 0, "of": 0, "doing": "recording predictions"})
    chosen = (head["strategy"], head["candidate"])
    files = valid(takeaway, case, result, chosen, head["format"], bool(head.get("real_rows")), python)
    folder = safe_name(case.name, chosen[1])
    return Reply({"folder": folder, "files": sorted(files)}, [zipped(files, folder)])
