"""Text from outside, made inert for Markdown."""

from __future__ import annotations

import html
import re

_MARKS = r"\`*_{}[]()#+-.!|~$:^"
# Where an address would become a link even when its marks are escaped: a word joiner, which nobody sees, ends it.
_LINKS = re.compile(r"(?<=://)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: object) -> str:
    """Text as it is: no Markdown, no HTML, no directives, no links.

    >>> plain("<b>*x*</b> :red[y] $z$")
    '&lt;b&gt;\\\\*x\\\\*&lt;/b&gt; \\\\:red\\\\[y\\\\] \\\\$z\\\\$'
    """
    escaped = html.escape(_LINKS.sub(_JOINER, str(text)), quote=False)
    return "".join(f"\\{c}" if c in _MARKS else c for c in escaped)
