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
    words = ranges([label.split(" ") for label in labels])
    if len(labels) == n_members:
        return f"{n_members} members, each {words}" if n_members > 1 else words
    return f"{len(labels)} of {n_members} members: {words}"


def ranges(labels: Sequence[list[str]]) -> str:
    """Labels of the same words as one, each number as a range; else the one of the least and of the largest numbers."""
    places = [sorted(set(place), key=numbers) for place in zip(*labels)]
    alike = len({len(label) for label in labels}) == 1
    if alike and all(len(place) == 1 or all(map(numbers, place)) for place in places):
        return " ".join(place[0] if len(place) == 1 else f"{place[0]} to {place[-1]}" for place in places)
    whole = sorted(map(" ".join, labels), key=numbers)
    return f"{whole[0]} to {whole[-1]}"


def numbers(label: str) -> tuple[float, ...]:
    """The numbers in a label, to sort by."""
    return tuple(float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", label))
