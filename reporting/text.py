"""Names and numbers as they stand in a chart, where some characters would otherwise act."""

from __future__ import annotations

import math
from typing import Any

LONGEST = 40  # characters of a name that came from a file

# Plotly reads tags and entities in every label, %{...} in templates, and $...$ where MathJax is loaded.
_ACTS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "%": "&#37;"}


def inert(name: Any, most: int = LONGEST) -> str:
    """A name as a chart's label: one line, at most `most` characters, showing exactly what it says.

    >>> inert("<b>income</b> in %{x} or $")
    '&lt;b&gt;income&lt;/b&gt; in &#37;{x} or &#36;'
    """
    return "".join(_ACTS.get(c, c) for c in short(name, most))


def short(name: Any, most: int = LONGEST) -> str:
    """A name on one line, cut with an ellipsis where it is too long.

    >>> short("a\\nb" + "c" * 50, most=6)
    'a bcc…'
    """
    text = "".join(c if c.isprintable() else " " for c in str(name))
    return text if len(text) <= most else text[: most - 1] + "…"


def number(value: float, unit: str = "") -> str:
    """A score with three decimals, larger values with four digits.

    >>> number(0.85312), number(12345.6, "target"), number(float("nan")), number(-0.0123)
    ('0.853', '12,350 target', 'undefined', '-0.012')
    """
    if not math.isfinite(value):
        return "undefined"
    text = f"{value:.3f}" if abs(value) < 10 else f"{float(f'{value:.4g}'):,.10g}"
    return f"{text} {unit}" if unit else text


def between(low: float, high: float) -> str:
    """An interval in words.

    >>> between(0.8, 0.9)
    '0.800 to 0.900'
    """
    return f"{number(low)} to {number(high)}"


def percent(share: float) -> str:
    """A share as a percentage.

    >>> percent(0.613), percent(float("nan"))
    ('61 %', 'undefined')
    """
    return f"{share * 100:.0f} %" if math.isfinite(share) else "undefined"
