"""Numbers written for people: what to do about them."""

from __future__ import annotations

import re
from typing import Any

HINTS = (  # how it is written, what to do
    (re.compile(r".*%"), "write it without the percent sign"),
    (re.compile(r".*[$€£¥].*|.*\b(USD|EUR|GBP|CHF)\b.*"), "write it without the currency"),
    (
        re.compile(r"[-+]?\d{1,3}([., '’\u00a0]\d{3})+[.,]\d+|[-+]?\d{1,3}(,\d{3})+"),
        "write it without thousands separators",
    ),
    (re.compile(r"[-+]?\d*,\d+"), "write it with a decimal point"),
    (re.compile(r"[-+]?\d{1,3}([. '’\u00a0]\d{3})+"), "write it without thousands separators"),
)


def number_hint(value: Any) -> str:
    """How to write a number that stands as text; empty if it is none.

    >>> number_hint("1,5"), number_hint("12 %"), number_hint("red")
    ('write it with a decimal point', 'write it without the percent sign', '')
    """
    text = str(value).strip()
    if not re.search(r"\d", text):
        return ""
    return next((hint for pattern, hint in HINTS if pattern.fullmatch(text)), "")
