"""Answers that were given, and questions under way: each is asked once."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from typing import Any

MOST_BYTES = 256 << 20


class Answers:
    """A bounded shelf of answers by question; the least used go first.

    Questions are named by the case's identity and the question itself, never by arrays.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._since: dict[str, float] = {}
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def get(self, question: str) -> Any:
        """The answer, or None."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def put(self, question: str, answer: Any) -> None:
        with self._lock:
            self._kept[question], self._sizes[question] = answer, size_of(answer)
            self._since[question] = time.time()
            while sum(self._sizes.values()) > self._most_bytes and len(self._kept) > 1:
                self._forget(next(iter(self._kept)))

    def drop(self, question: str) -> None:
        """Forget an answer, so that it is found out again."""
        with self._lock:
            if question in self._kept:
                self._forget(question)

    def since(self, question: str) -> float | None:
        """When the answer was given, in seconds since 1970; None if there is none."""
        return self._since.get(question)

    def _forget(self, question: str) -> None:
        del self._kept[question], self._sizes[question], self._since[question]

    def __len__(self) -> int:
        return len(self._kept)


def named(case_identity: str, command: str, head: dict[str, Any]) -> str:
    """The question as one text."""
    return json.dumps([case_identity, command, head], sort_keys=True)


def size_of(answer: Any) -> int:
    head, blobs = answer
    return len(json.dumps(head)) + sum(map(len, blobs))
