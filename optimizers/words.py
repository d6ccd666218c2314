"""Names, values and counts as they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

LONGEST = 40  # characters of a name or value that came from a file


def quoted(value: Any) -> str:
    """A name or value from a table, short, on one line, in quotation marks if it is text.

    >>> quoted("income"), quoted(3.5), quoted("a" * 99)[-4:]
    ('"income"', '3.5', 'aa…"')
    """
    text = "".join(c if c.isprintable() else " " for c in str(value))
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f'"{short}"' if isinstance(value, str) else short


def listed(names: Iterable[Any], most: int = 8) -> str:
    """Names with commas, at most `most` of them, and how many more there are.

    >>> listed("abcd", most=3)
    '"a", "b", "c" and 1 more'
    """
    all_names = list(names)
    text = ", ".join(quoted(name) for name in all_names[:most])
    return text if len(all_names) <= most else f"{text} and {len(all_names) - most:,} more"


def counted(n: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "class")
    ('1 row', '1,200 rows', '2 classes')
    """
    plural = noun if n == 1 else noun + ("es" if noun.endswith("s") else "s")
    return f"{n:,} {plural}"


def columns(names: Iterable[Any], most: int = 8) -> str:
    """ "Column" or "Columns" with their names, to begin a sentence."""
    all_names = list(names)
    return ("Column " if len(all_names) == 1 else "Columns ") + listed(all_names, most)
