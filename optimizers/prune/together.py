"""The paths of several members, walked together as one path of whole models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Point = tuple[str, Any]


def together(paths: Sequence[Sequence[Point]], unpruned: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """(label, one estimator for each member) along the paths; the longest sets the steps.

    Parameters
    ----------
    paths : sequence of sequences of (label, estimator)
        A path for each member, from larger to smaller; empty where the member stays as it is.
    unpruned : sequence of estimators
        What stands in for an empty path.
    """
    n_steps, seen = max(map(len, paths)), set()
    for step in range(n_steps):
        points = [path[at(step, n_steps, len(path))] if path else None for path in paths]
        label = shared([point[0] for point in points if point], len(paths))
        label = f"{label}, point {step + 1}" if label in seen else label
        seen.add(label)
        yield label, [point[1] if point else stays for point, stays in zip(points, unpruned)]


def at(step: int, n_steps: int, n_points: int) -> int:
    """Which point of a shorter path belongs to a step: as far along, ends together."""
    return round(step * (n_points - 1) / (n_steps - 1)) if n_steps > 1 else 0


def shared(labels: Sequence[str], n_members: int) -> str:
    """ "5 members, each 9 to 14 leaves", "1 of 2 members: 9 leaves"."""
    low, high = min(labels, key=size), max(labels, key=size)
    number, _, rest = low.partition(" ")
    words = f"{number} to {high}" if rest and high.partition(" ")[2] == rest else f"{low} to {high}"
    words = low if low == high else words
    if len(labels) == n_members:
        return f"{n_members} members, each {words}" if n_members > 1 else words
    return f"{len(labels)} of {n_members} members: {words}"


def size(label: str) -> tuple[float, ...]:
    """The numbers in a label, to sort by."""
    return tuple(float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", label))
