"""How the ways in which a worker can fail are told: each a refusal with one sentence."""

from __future__ import annotations

from sandbox.refusal import CODES, Refused
from sandbox.wire import Reply

SENTENCE_LENGTH = 1000


def unwrap(reply: Reply, memory_limit_mb: int) -> Reply:
    """The reply, unless the worker says that there is none.

    Raises
    ------
    Refused
        With the worker's own code and sentence, "too_large" or "crashed".
    """
    head = reply.head
    if "refused" in head:
        code = head["refused"] if head["refused"] in CODES else "crashed"
        raise Refused(code, str(head.get("sentence"))[:SENTENCE_LENGTH])
    if "out_of_memory" in head:
        raise too_large(memory_limit_mb)
    if "failed" in head:
        raise Refused("crashed", f"The model or its table made this fail: {str(head['failed'])[:SENTENCE_LENGTH]}.")
    return reply


def too_large(limit_mb: int) -> Refused:
    return Refused(
        "too_large",
        f"This takes more memory than the {limit_mb:,} MiB of a case; try fewer rows or a smaller model.",
    )


def too_slow(seconds: float) -> Refused:
    return Refused("too_slow", f"This took longer than {seconds:g} s and was ended; try fewer rows or a smaller model.")


def crashed() -> Refused:
    return Refused(
        "crashed",
        "The confined process crashed on this and was ended, nothing else is affected; "
        "save the model as skops or ONNX, or try fewer rows.",
    )


def ended() -> Refused:
    return Refused("crashed", "The process of this case has ended; open the case again.")
