"""Markdown from docstrings and rows."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any

SECTION = re.compile(r"^([A-Z][a-z]+)\n-{3,}\n", re.MULTILINE)
END_OF_REFERENCE = re.compile(r"(?<=\.)\n(?=[A-Z][^\n]*\(\d{4}\))")


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table; an empty text when there are no rows.

    >>> print(table(["a", "b"], [[1, "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    if not rows:
        return ""
    lines = [head, *rows]
    drawn = ["| " + " | ".join(cell(c) for c in line) + " |" for line in lines]
    return "\n".join([drawn[0], "|---" * len(head) + "|", *drawn[1:]])


def cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def sections(thing: Any) -> dict[str, str]:
    """The parts of a numpydoc docstring by their heading: "Title", "Words", "References" ..."""
    first, *rest = SECTION.split(inspect.getdoc(thing) or "")
    title, _, words = first.partition("\n")
    named = {name: text.strip() for name, text in zip(rest[::2], rest[1::2])}
    return {"Title": title.rstrip("."), "Words": paragraphs(words)} | named


def paragraphs(text: str) -> str:
    """Wrapped lines joined: a paragraph a line."""
    return "\n\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", text.strip()) if p.strip())


def references(thing: Any) -> list[str]:
    """The references of a docstring, one a list entry."""
    text = sections(thing).get("References", "")
    return [" ".join(r.split()) for p in re.split(r"\n\s*\n", text) for r in END_OF_REFERENCE.split(p) if r.strip()]


def bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
