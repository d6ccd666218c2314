"""Quiet while the clock runs: no garbage collection, one native thread."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class quiet:
    """No garbage collection and one native thread (OpenMP, BLAS) inside of the block."""

    def __enter__(self) -> None:
        self.was_on = gc.isenabled()
        gc.collect()
        gc.disable()
        pools = thread_pools()
        self.limited = pools.limit(limits=1) if pools else None

    def __exit__(self, *_: object) -> None:
        if self.limited:
            self.limited.restore_original_limits()
        if self.was_on:
            gc.enable()


@contextmanager
def one_thread(wanted: bool = True) -> Iterator[None]:
    """One native thread inside of the block: small fits wait longer for a second than it saves."""
    pools = thread_pools() if wanted else None
    limited = pools.limit(limits=1) if pools else None
    try:
        yield
    finally:
        if limited:
            limited.restore_original_limits()


_POOLS: list[Any] = []  # the last that were found


def thread_pools() -> Any:
    """The native thread pools of this process; None where they never could be looked up.

    A confined process may not look, and keeps to those that were found before.
    """
    from threadpoolctl import ThreadpoolController

    try:
        _POOLS[:] = [ThreadpoolController()]
    except (OSError, MemoryError):
        return _POOLS[0] if _POOLS else None
    return _POOLS[0]


def preload() -> None:
    """Look up thread pools and cores while the process may still read /proc and start programs."""
    import joblib

    joblib.cpu_count(only_physical_cores=True)
    thread_pools()
