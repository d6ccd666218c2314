"""How much a model file may cost: bytes, opcodes, depth and seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sandbox.guard_words import too_slow


@dataclass(frozen=True)
class Limits:
    """What one model file may cost before it is refused."""

    unpacked_bytes: int = 1 << 30
    free_bytes: int = 64 << 20  # below this the ratio is not looked at
    ratio: int = 200  # unpacked over packed bytes
    member_bytes: int = 512 << 20  # one file in an archive
    text_bytes: int = 256 << 20  # one string
    integer_bytes: int = 4096
    opcodes: int = 20_000_000
    stack: int = 1_000_000
    marks: int = 1000
    inner_pickles: int = 20  # joblib writes object arrays as pickles within the pickle
    depth: int = 100
    visits: int = 5_000_000
    revisits: int = 100_000  # of containers that are named again and again
    seconds: float = 10.0
    seconds_per_mib: float = 0.2  # large files get longer: 200 MiB have 50 seconds

    def cap(self, packed_bytes: int) -> int:
        """Most bytes that `packed_bytes` may unpack to."""
        return min(self.unpacked_bytes, max(self.free_bytes, self.ratio * packed_bytes))


LIMITS = Limits()


@dataclass
class Clock:
    """The time that is left; `check` refuses when there is none."""

    limits: Limits = LIMITS
    n_bytes: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def allowed_s(self) -> float:
        """Seconds that a file of that size may take."""
        return round(self.limits.seconds + self.limits.seconds_per_mib * (self.n_bytes >> 20))

    def check(self) -> None:
        """Refuse with code ``too_slow`` past the deadline."""
        if time.monotonic() - self.started > self.allowed_s:
            raise too_slow(self.allowed_s)
