"""The coefficients of a linear model along the path of its regularizer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import GREY, axis, blank, style
from reporting.text import inert, number, short

MOST = 30
MOST_POINTS = 2_000


def coefficients_chart(table: pd.DataFrame, parameter: str, log: bool = True, own: float | None = None) -> go.Figure:
    """One line a feature; the largest 30 are drawn, the rest named in `left_out`.

    Parameters
    ----------
    table : DataFrame
        As `optimizers.regularize.coefficients.coefficient_path` gives it: of one class, where there are many.
    parameter : str
        What the axis says.
    log : bool
        Whether the settings are spaced by ratio.
    own : float, optional
        The model's own setting, marked by a line.

    Raises
    ------
    ValueError
        If there is no coefficient, or those of several classes.
    """
    if table.empty:
        raise ValueError("There is nothing to draw: the model has no coefficients.")
    if "class" in table and table["class"].nunique() > 1:
        raise ValueError("The coefficients of several classes do not fit one chart: choose the rows of one class.")
    shown = drawn(table)
    figure = blank(said(table, parameter), 440, hovermode="closest")
    for position, feature in enumerate(shown):
        add_feature(figure, table[table["feature"] == feature], str(feature), position)
    settings = table["setting"].to_numpy(float)
    scale = dict(type="log", dtick=1, exponentformat="power") if log and (settings > 0).all() else {}
    back = "reversed" if settings[0] > settings[-1] else True
    if own is not None and (own > 0 or not scale):
        figure.add_vline(x=own, line=dict(color=GREY, dash="dot", width=1.5))
    x_axis = axis(f"{parameter} (more regularized to the right)", autorange=back, **scale)
    figure.update_layout(xaxis=x_axis, yaxis=axis("Coefficient", zeroline=True))
    return figure


def drawn(table: pd.DataFrame) -> list[str]:
    """The features that are drawn: those of the largest coefficients anywhere on the path."""
    largest = table.assign(size=table["coefficient"].abs()).groupby("feature", sort=False)["size"].max()
    return largest.sort_values(ascending=False, kind="stable").index[:MOST].tolist()


def left_out(table: pd.DataFrame, most: int = 20) -> str:
    """A sentence that names the features that are not drawn; empty where all are."""
    rest = [str(f) for f in table["feature"].unique() if f not in set(drawn(table))]
    if not rest:
        return ""
    more = f" and {len(rest) - most:,} more" if len(rest) > most else ""
    return f"Not drawn, because their coefficients stay smaller: {', '.join(map(short, rest[:most]))}{more}."


def add_feature(figure: go.Figure, path: pd.DataFrame, feature: str, position: int) -> None:
    look, every = style(position), max(1, -(-len(path) // MOST_POINTS))
    path = path.iloc[::every]
    figure.add_scatter(
        x=path["setting"], y=path["coefficient"], mode="lines", name=inert(feature, 40),
        line=dict(color=look.color, dash=look.dash, width=2),
        hovertemplate=f"{inert(feature, 60)}<br>%{{y:.3g}} at %{{x:.3g}}<extra></extra>",
    )  # fmt: skip


def said(table: pd.DataFrame, parameter: str) -> str:
    """What the chart shows: how many coefficients there are, how many are zero at each end, which is largest."""
    first, last = (table[table["setting"] == s] for s in (table["setting"].iloc[0], table["setting"].iloc[-1]))
    zeros = [int(np.isclose(part["coefficient"], 0, atol=1e-12).sum()) for part in (first, last)]
    top = first.loc[first["coefficient"].abs().idxmax()]
    return (
        f"Coefficients of {table['feature'].nunique()} features along {parameter}: {zeros[0]} are zero at the least "
        f"regularized setting and {zeros[1]} at the most; the largest is {short(top['feature'])} with "
        f"{number(top['coefficient'])}."
    )
