"""Where the steps of a result stand on an axis: numbers, or dates where their labels are dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reporting.look import axis

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, eq=False)
class Steps:
    """The steps of a result along an axis.

    Attributes
    ----------
    at : ndarray of shape (n_steps,)
        Where each step is drawn: its number counted from 1, or its date.
    edges : ndarray of shape (n_steps + 1,)
        Where each step begins and ends.
    labels : list of str
    axis : dict
        What plotly must know of the axis.
    """

    at: np.ndarray
    edges: np.ndarray
    labels: list[str]
    axis: dict[str, Any]

    def __len__(self) -> int:
        return len(self.at)

    def called(self, step: int) -> str:
        """A step as a sentence names it: "step 9", or its date."""
        label = self.labels[step]
        return label if _DATE.fullmatch(label) else f"step {label}"


def steps_of(frame: pd.DataFrame) -> Steps:
    """The steps of a result's frame.

    Raises
    ------
    ValueError
        If the frame holds no steps.
    """
    rows = frame.loc[frame["part"] == "step", ["step", "start"]].drop_duplicates("step").sort_values("step")
    if rows.empty:
        raise ValueError("The result holds no steps to draw; run the experiment again.")
    labels = rows["start"].astype(str).tolist()
    if all(map(_DATE.fullmatch, labels)):
        at: np.ndarray = pd.to_datetime(pd.Series(labels)).to_numpy("datetime64[s]")
        return Steps(at, between(at), labels, axis(type="date", showgrid=False, ticklabelstandoff=5))
    at = rows["step"].to_numpy() + 1
    named = dict(text="Step %{x}")
    numbers = axis("Step", type="linear", unifiedhovertitle=named, showgrid=False, tickformat="d", ticklabelstandoff=5)
    return Steps(at, between(at), labels, numbers)


def between(at: np.ndarray) -> np.ndarray:
    """The edges halfway between neighbours; the outer ones as far out as the nearest inner ones."""
    if np.issubdtype(at.dtype, np.datetime64):
        return between(at.astype(np.int64)).astype(np.int64).astype(at.dtype)
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    middle = (at[:-1] + at[1:]) / 2
    return np.r_[2 * at[0] - middle[0], middle, 2 * at[-1] - middle[-1]]
