"""The slider and the buttons of a film."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from reporting.look import BLUE, GREY
from reporting.text import inert

FRAME_MS = 400
INK, KEY = "#1b1f24", "#e6e9ed"  # plotly lights a button up in near-white, so its letters are dark in both themes


def add_controls(figure: go.Figure, labels: Sequence[str], start: int = 0, prefix: str = "Step ") -> None:
    """Put a slider over the frames "0", "1", ... below the chart, and play and pause below it."""
    stop = dict(mode="immediate", frame=dict(duration=0, redraw=False), transition=dict(duration=0))
    run = stop | dict(frame=dict(duration=FRAME_MS, redraw=False), fromcurrent=True)
    steps = [dict(method="animate", label=inert(label, 12), args=[[str(i)], stop]) for i, label in enumerate(labels)]
    slider = dict(
        active=start, steps=steps, x=0, len=1, y=0, yanchor="top", pad=dict(t=50, l=0, r=0, b=0),
        currentvalue=dict(prefix=prefix, xanchor="left", font=dict(size=15), offset=12),
        bgcolor=GREY, activebgcolor=BLUE, bordercolor=GREY, tickcolor=GREY, ticklen=4, minorticklen=2,
        font=dict(size=11), transition=dict(duration=0),
    )  # fmt: skip
    buttons = [
        dict(label="▶ Play", method="animate", args=[None, run]),
        dict(label="❚❚ Pause", method="animate", args=[[None], stop]),
    ]
    menu = dict(
        type="buttons", direction="right", buttons=buttons, showactive=False, x=0, xanchor="left", y=0, yanchor="top",
        pad=dict(t=130, l=0), font=dict(color=INK, size=14), bgcolor=KEY, bordercolor=GREY, borderwidth=1,
    )  # fmt: skip
    figure.update_layout(sliders=[slider], updatemenus=[menu])
