"""What a pickle's opcodes work on: the bytes, a stack with marks, and a memo."""

from __future__ import annotations

from typing import Any

from sandbox.guard_limits import Clock, Limits
from sandbox.guard_names import find
from sandbox.guard_words import damaged, too_large


class Machine:
    """The state of a pickle being read.

    Parameters
    ----------
    code : bytes or bytearray
        The unpacked file.
    clock : Clock
        The time and the limits of the whole file.
    at : int
        Where the pickle starts in `code`.
    level : int
        How many pickles this one lies in (joblib writes arrays of objects as inner pickles).
    """

    __slots__ = (
        "at",
        "clock",
        "code",
        "fresh",
        "joblib",
        "level",
        "marks",
        "memo",
        "names",
        "push",
        "size",
        "stack",
    )

    def __init__(self, code: bytes | bytearray, clock: Clock, at: int = 0, level: int = 0):
        self.code, self.size, self.at, self.clock, self.level = code, len(code), at, clock, level
        self.stack: list[Any] = []
        self.push = self.stack.append
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}
        self.names: dict[tuple[Any, Any], Any] = {}
        self.fresh: dict[int, Any] = {}  # made here and still without state; holds them, so that ids stay theirs
        self.joblib = False

    @property
    def limits(self) -> Limits:
        return self.clock.limits

    def take(self, n_bytes: int) -> bytes | bytearray:
        """The next bytes, all of them or a refusal."""
        start, end = self.at, self.at + n_bytes
        if n_bytes < 0 or end > self.size:
            raise damaged("it ends too early")
        self.at = end
        return self.code[start:end]

    def take_long(self, n_bytes: int) -> bytes | bytearray:
        """The same for lengths that the file itself states."""
        if n_bytes > self.limits.text_bytes:
            raise too_large(f"one value of {n_bytes >> 20} MiB")
        return self.take(n_bytes)

    def number(self, n_bytes: int, signed: bool = False) -> int:
        """A little-endian whole number."""
        return int.from_bytes(self.take(n_bytes), "little", signed=signed)

    def line(self) -> bytes:
        """The rest of the line, as the text opcodes of protocols 0 and 1 use it."""
        end = self.code.find(b"\n", self.at, self.at + 4096)
        if end < 0:
            raise damaged("a line without an end")
        start, self.at = self.at, end + 1
        return bytes(self.code[start:end])

    def pop_mark(self) -> list[Any]:
        """Everything above the last mark."""
        start = self.marks.pop()
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def find(self, module: Any, name: Any) -> Any:
        """What a name stands for; looked up once."""
        key = (module, name)
        if key not in self.names:
            self.names[key] = find(module, name)
        return self.names[key]

    def make(self, obj: Any) -> Any:
        """Note that `obj` is new, so that it may be given a state once."""
        self.fresh[id(obj)] = obj
        return obj
