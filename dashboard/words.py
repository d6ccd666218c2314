"""Text from outside, made inert for Markdown."""

from __future__ import annotations

import html

_MARKS = r"\`*_{}[]()#+-.!|~$:^"


def plain(text: object) -> str:
    """Text as it is: no Markdown, no HTML, no directives.

    >>> plain("<b>*x*</b> :red[y] $z$")
    '&lt;b&gt;\\\\*x\\\\*&lt;/b&gt; \\\\:red\\\\[y\\\\] \\\\$z\\\\$'
    """
    escaped = html.escape(str(text), quote=False)
    return "".join(f"\\{c}" if c in _MARKS else c for c in escaped)
