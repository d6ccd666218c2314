"""How a sentence names steps: "step 9", "2023-08 to 2023-10"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MOST_STRETCHES = 4


def numbered(n: int) -> list[str]:
    """The names of steps that have none: their numbers counted from 1."""
    return [str(s + 1) for s in range(n)]


def called(label: str) -> str:
    """One step: "step 9", or its date."""
    return f"step {label}" if label.isdigit() else label


def stretches(steps: np.ndarray, labels: Sequence[str]) -> str:
    """Some steps, counted from 0 and in order: neighbours are one stretch; of many stretches the first are named."""
    parts = np.split(steps, np.flatnonzero(np.diff(steps) > 1) + 1)
    named = [span(labels[int(p[0])], labels[int(p[-1])]) for p in parts if len(p)]
    if len(named) > MOST_STRETCHES:
        named = [*named[: MOST_STRETCHES - 1], f"{len(named) - MOST_STRETCHES + 1} more stretches"]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def span(first: str, last: str) -> str:
    """From one step to another: "steps 3 to 5"."""
    if first == last:
        return called(first)
    return f"steps {first} to {last}" if first.isdigit() else f"{first} to {last}"
