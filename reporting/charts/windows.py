"""A policy over time: which rows each model had learned from, which steps it answered, what labels had come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import CLEAR, GREY, Style, axis, blank, faint
from reporting.text import inert, short

MOST_TICKS, MOST_STEPS = 12, 5
ROW_PX, MOST_PX = 26, 560
BACK = 0.12  # how much of the steps' width the learning rows get, before the first step


@dataclass(frozen=True, eq=False)
class Life:
    """One policy, as `windows_chart` draws it.

    Attributes
    ----------
    candidate : str
    served : DataFrame
        Its rows of `optimizers.retrain.served.served_frame`.
    come : ndarray of shape (n_steps,)
        Of each step the rows that got labels, NaN where these came after the last step.
    delay : int
        How many steps after its rows a step's labels came.
    n_learning : int
        How many learning rows there are.
    starts : sequence of str
        What the steps are called.
    look : Style
        The same as in the other charts.
    """

    candidate: str
    served: pd.DataFrame
    come: np.ndarray
    delay: int
    n_learning: int
    starts: Sequence[str]
    look: Style

    def model_at(self, step: int) -> pd.Series:
        """The model that answered a step."""
        return self.served[self.served["first"] <= step].iloc[-1]

    def known_at(self, step: int) -> int:
        """How many steps' labels had come when a step was answered: the first so many."""
        return max(0, min(step - self.delay, len(self.come)))

    def called(self, first: int, last: int | None = None) -> str:
        """A step, or a span of steps, as a sentence names it: "step 9", "steps 2 to 9", or dates."""
        a, b = (short(self.starts[s], 20) for s in (first, first if last is None else last))
        word = "" if a != str(first + 1) else "step " if a == b else "steps "
        return word + (a if a == b else f"{a} to {b}")


def life_of(
    candidate: str, served: pd.DataFrame, arrived: pd.DataFrame, delay: int, starts: Sequence[str], look: Style
) -> Life:
    """The life of one candidate, from the frames of all.

    Parameters
    ----------
    served, arrived : DataFrame
        As `optimizers.retrain.served` makes them.
    """
    own = served[served["candidate"] == candidate]
    come = arrived.loc[arrived["candidate"] == candidate, "n_labels"].to_numpy(float)
    late = np.r_[come[delay:], np.full(min(delay, len(come)), np.nan)]
    return Life(candidate, own, late, delay, int(own["n_learning"].iloc[0]), starts, look)


def windows_chart(life: Life, step: int) -> go.Figure:
    """A row a model: a light bar for the rows that it had learned from, a dark one for the steps that it answered.

    Parameters
    ----------
    life : Life
    step : int
        Which is marked; what is drawn strong had happened by then.
    """
    n_models, n_steps = len(life.served), len(life.starts)
    back = max(1.0, BACK * n_steps)
    height = 130 + min(MOST_PX, ROW_PX * (n_models + 1))
    figure = blank(said(life, step), height, hovermode="closest", barmode="overlay", bargap=0.25)
    add_learned(figure, life, step, back)
    add_answered(figure, life, step)
    add_labels(figure, life, step)
    figure.add_scatter(
        x=[step + 1] * 2, y=[-0.6, n_models + 0.6], mode="lines", line=dict(color=GREY, width=2, dash="dot"),
        name=inert(life.called(step)), hoverinfo="skip",
    )  # fmt: skip
    shown = np.unique(np.linspace(0, n_steps - 1, min(n_steps, MOST_STEPS)).astype(int))
    shown = shown[1:] if n_steps > MOST_STEPS else shown  # the first would stand on the learning rows' name
    labels = ["learning<br>rows", *(inert(life.starts[s], 12) for s in shown)]
    rows = np.unique(np.linspace(0, n_models - 1, min(n_models, MOST_TICKS)).astype(int))
    names = ["as uploaded" if i == 0 else f"model {i}" for i in rows]
    figure.update_layout(
        xaxis=axis(range=[0.5 - back, n_steps + 0.5], showgrid=False, tickangle=0)
        | dict(tickvals=[0.5 - back / 2, *(shown + 1)], ticktext=labels),
        yaxis=axis(range=[n_models + 0.6, -0.6], showgrid=False)
        | dict(tickvals=[*rows, n_models], ticktext=[*names, "labels"]),
    )
    return figure


def add_learned(figure: go.Figure, life: Life, step: int, back: float) -> None:
    """The windows: a part of the learning rows before the first step, and the steps of the window."""
    own = life.served
    share = own["n_learning"].to_numpy(float) / max(1, life.n_learning)
    n_steps = np.where(own["window_last"] >= 0, own["window_last"] - own["window_first"] + 1, 0)
    base = np.r_[0.5 - share * back, own["window_first"] + 0.5]
    length, rows = np.r_[share * back, n_steps], np.tile(own["model"], 2)
    there = length > 0
    now = life.model_at(step)["model"]
    strong = [faint(life.look.color, 0.6 if m == now else 0.22) for m in rows[there]]
    text = np.tile([f"{called(row)} {learned_said(life, row)}" for _, row in own.iterrows()], 2)
    figure.add_bar(
        x=length[there], base=base[there], y=rows[there], orientation="h", name="learned from",
        marker=dict(color=strong, line=dict(width=0)), text=text[there], textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_answered(figure: go.Figure, life: Life, step: int) -> None:
    """The steps that each model answered; those after the marked one are faint."""
    own = life.served
    for name, color, first, last in (
        ("answered", life.look.color, own["first"], np.minimum(own["last"], step)),
        ("answers later", faint(life.look.color, 0.45), np.maximum(own["first"], step + 1), own["last"]),
    ):
        n = np.asarray(last - first + 1)
        there = n > 0
        text = [f"{called(row)} answers {n_steps(row)}" for _, row in own[there].iterrows()]
        figure.add_bar(
            x=n[there], base=np.asarray(first + 0.5)[there], y=own["model"][there], orientation="h", name=name,
            marker=dict(color=color, line=dict(width=0)), text=text, textposition="none", width=0.22,
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip


def add_labels(figure: go.Figure, life: Life, step: int) -> None:
    """The last row: the steps whose labels had come when the marked step was answered, and the others."""
    steps, known = np.arange(len(life.starts)), life.known_at(step)
    came = (steps < known) & (np.nan_to_num(life.come) > 0)
    for name, which, color in (("labels had come", came, GREY), ("no labels yet", ~came, CLEAR)):
        text = [f"{inert(life.called(s))}: {labels_said(life, s, step)}" for s in steps[which]]
        figure.add_bar(
            x=np.full(which.sum(), 0.7), base=steps[which] + 0.65, y=np.full(which.sum(), len(life.served)),
            orientation="h", name=name, width=0.4, marker=dict(color=color, line=dict(color=GREY, width=1)),
            text=text, textposition="none", hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip


def labels_said(life: Life, s: int, step: int) -> str:
    n = life.come[s]
    if np.isnan(n):
        return "its labels came after the last step"
    if s >= life.known_at(step):
        return f"{n:,.0f} labels were still to come"
    return f"{n:,.0f} labels had come"


def called(row: pd.Series) -> str:
    return "the model as uploaded" if row["model"] == 0 else f"model {row['model']} ({inert(row['what'], 60)})"


def n_steps(row: pd.Series) -> str:
    n = int(row["last"] - row["first"] + 1)
    return "1 step" if n == 1 else f"{n} steps"


def learned_said(life: Life, row: pd.Series) -> str:
    """What a model had learned from."""
    parts = [f"{row['n_learning']:,.0f} of {life.n_learning:,} learning rows"] if row["n_learning"] else []
    if row["window_last"] >= 0:
        span = life.called(int(row["window_first"]), int(row["window_last"]))
        parts.append(f"{row['n_labels']:,.0f} labelled rows of {span}")
    halved = f", a row counting half after {row['half_life']} steps" if row["half_life"] else ""
    return f"had learned from {' and '.join(parts) or 'nothing new'}{halved}"


def said(life: Life, step: int) -> str:
    """What the chart shows at one step."""
    row, known = life.model_at(step), life.known_at(step)
    n = f"{len(life.served)} models" if len(life.served) > 1 else "one model"
    come = "no labels had come"
    if np.nansum(life.come[:known]):
        come = f"the labels of {life.called(0, known - 1)} had come"
    return (
        f"{short(life.candidate, 80)}: {n} over {len(life.starts)} steps. "
        f"At {life.called(step)} {called(row)} answers. It {learned_said(life, row)}; {come}."
    )
