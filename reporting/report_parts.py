"""Parts of a report as HTML; whatever came from outside is escaped here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from reporting.look import PLOT_CONFIG, alt_of
from reporting.report_style import CSS
from reporting.text import number

MOST_ROWS = 500
_FONT = "system-ui, sans-serif"


def chart_html(figure: go.Figure, div_id: str, title: str = "") -> str:
    """A chart with its description; the page's own colours show through."""
    plain = go.Figure(figure).update_layout(
        template="none",
        font=dict(family=_FONT, size=13),
        hoverlabel=dict(bgcolor="#24292f", bordercolor="#57606a", font=dict(color="#ffffff", size=13)),
    )
    drawn = pio.to_html(
        plain, full_html=False, include_plotlyjs=False, div_id=div_id, config=PLOT_CONFIG, auto_play=False
    )
    head, alt = f"<h3>{escape(title)}</h3>" if title else "", escape(alt_of(figure))
    return (
        f'<figure>{head}<div class="chart" role="img" aria-label="{alt}">{drawn}</div>'
        f"<figcaption>{alt}</figcaption></figure>"
    )


def table_html(frame: pd.DataFrame, caption: str) -> str:
    """A table, its first 500 rows, numbers to the right."""
    right = [pd.api.types.is_numeric_dtype(t) and not pd.api.types.is_bool_dtype(t) for t in frame.dtypes]
    head = "".join(cell("th", c, r, ' scope="col"') for c, r in zip(frame.columns, right, strict=True))
    body = "".join(
        "<tr>" + "".join(cell("td", v, r) for v, r in zip(row, right, strict=True)) + "</tr>"
        for row in frame.head(MOST_ROWS).itertuples(index=False)
    )
    more = f'<p class="soft">The first {MOST_ROWS} of {len(frame):,} rows.</p>' if len(frame) > MOST_ROWS else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def cell(tag: str, value: Any, is_number: bool, more: str = "") -> str:
    text = number(value) if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
    align = ' class="number"' if is_number else ""
    return f"<{tag}{more}{align}>{escape(text)}</{tag}>"


def list_html(sentences: Any) -> str:
    return "<ul>" + "".join(f"<li>{escape(str(s))}</li>" for s in sentences) + "</ul>"


def pairs_html(pairs: Mapping[str, Any]) -> str:
    """Names and values, one below the other."""
    return "<dl>" + "".join(f"<dt>{escape(str(k))}</dt><dd>{escape(str(v))}</dd>" for k, v in pairs.items()) + "</dl>"


def section(title: str, *parts: str) -> str:
    """A section with its heading; nothing at all where it has nothing to say."""
    body = "".join(parts)
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def page_html(title: str, body: str, plotly_js: str) -> str:
    """A whole page that asks no server for anything."""
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{CSS}</style><script>{plotly_js}</script></head>"
        f"<body><main>{body}</main></body></html>\n"
    )
