"""Waiting for what happens in another process."""

import os
import time


def wait_until(condition, seconds=3.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def gone(pid: int) -> bool:
    """True once a process has ended and nothing of it is left in the process table."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
