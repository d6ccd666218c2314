"""Long work in a thread of its own: progress as it happens, and stop at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from sandbox.client import Stopped

QUEUE_POLL_S = 0.1
_CORES = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))


class Job:
    """One question under way.

    Parameters
    ----------
    work : callable
        Given a progress callback, returns the answer; runs in a thread, so it may not touch streamlit.
    stop : callable
        Ends the work at once, from another thread.

    Attributes
    ----------
    progress : dict
        The newest {"done", "of", "doing"}.
    """

    def __init__(self, work: Callable[[Callable[[dict], None]], Any], stop: Callable[[], None]):
        self.progress: dict[str, Any] = {"done": 0, "of": 0, "doing": "waiting for a free core"}
        self.stopped = False
        self._answer: Any = None
        self._error: BaseException | None = None
        self._work, self._stop = work, stop
        self._done = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="job").start()

    def _run(self) -> None:
        try:
            self._wait_for_a_core()
            try:
                self.progress = {"done": 0, "of": 0, "doing": "opening the case"}
                self._answer = self._work(self._tell)
            finally:
                _CORES.release()
        except BaseException as error:  # handed to whoever asks for the answer
            self._error = error
        finally:
            self._done.set()

    def _wait_for_a_core(self) -> None:
        """Whoever is stopped while waiting leaves the queue at once."""
        while not _CORES.acquire(timeout=QUEUE_POLL_S):
            if self.stopped:
                raise Stopped
        if self.stopped:
            _CORES.release()
            raise Stopped

    def _tell(self, progress: dict) -> None:
        """Keep a report; what was stopped before there was anything to end is ended here."""
        if self.stopped:
            self._stop()
            raise Stopped
        self.progress = progress

    def wait(self, seconds: float) -> bool:
        """Whether the work has ended, after at most so long."""
        return self._done.wait(seconds)

    def stop(self) -> None:
        """End the work; `answer` then raises what that caused."""
        self.stopped = True
        self._stop()

    def answer(self) -> Any:
        """The answer, or the error raised anew; only once the work has ended."""
        if self._error is not None:
            raise self._error
        return self._answer
