"""Small results that the tests of charts share, made without a model."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from optimizers.drift import Drift
from optimizers.experiment import Experiment
from optimizers.result import Result, tidy

HOSTILE = "<script>alert(1)</script> <b>x</b> $\\alpha$ %{customdata} **md** & co"


def result(values, *, metric="accuracy", half=0.02, starts=None, names=None, drifts: tuple[Drift, ...] = ()) -> Result:
    """A result with one candidate a row of `values`, intervals of +/- half."""
    values = np.atleast_2d(np.asarray(values, dtype=float))
    names = names or ["as uploaded", "recipe refitted", "c", "d"][: len(values)]
    starts = starts or [str(s + 1) for s in range(values.shape[1])]
    records = []
    for name, row in zip(names, values, strict=True):
        same = dict(strategy="reference", candidate=name, metric=metric, unit="", n_rows=100)
        for s, v in enumerate(row):
            scored = dict(part="step", step=s, start=starts[s], value=v, low=v - half, high=v + half)
            records.append(same | scored)
        mean = float(np.nanmean(row)) if np.isfinite(row).any() else np.nan
        records.append(same | dict(part="horizon", step=-1, start="", value=mean, low=mean - half, high=mean + half))
    experiment = Experiment(drifts=drifts, n_steps=min(400, max(2, values.shape[1])))
    return Result("tiny", "0" * 16, experiment, tidy(records))


def trace(figure: go.Figure, name: str):
    """The one trace whose name starts so."""
    (found,) = [t for t in figure.data if (t.name or "").startswith(name)]
    return found


def points(figure: go.Figure) -> int:
    """The length of the longest trace."""
    sizes = [np.size(t.z) if t.type == "heatmap" else max(np.size(t.x), np.size(t.y)) for t in figure.data]
    return max(sizes, default=0)
