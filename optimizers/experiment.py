"""What is played: plain data that pickles, compares, prints and round-trips through its spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from optimizers.component import Component, from_spec, param
from optimizers.drift import DRIFTS, Drift
from optimizers.strategy import Strategy, strategies

TIMELINES = ("simulated", "rows", "day", "week", "month")
MOST_ROWS = 5_000_000


@dataclass(frozen=True)
class Experiment(Component):
    """Strategies against drifts, over a number of steps.

    Raises
    ------
    ValueError
        If a parameter is out of its range, or the steps hold more rows than a page can wait for.

    Examples
    --------
    >>> Experiment(n_steps=12).spec()
    {'kind': 'Experiment', 'n_steps': 12}
    >>> Experiment.from_spec({'n_steps': 12}) == Experiment(n_steps=12)
    True
    """

    strategies: tuple[Strategy, ...] = ()
    drifts: tuple[Drift, ...] = ()
    n_steps: int = param(24, 2, 400, "steps", "How far we look ahead; a real timeline by date has its own number.")
    rows_per_step: int = param(500, 20, 100_000, "rows", "Rows drawn a step; only in the simulated timeline.")
    seed: int = param(0, 0, 2**31 - 1, "", "The same seed gives the same future.")
    timeline: str = param(
        "simulated",
        doc="Steps drawn from the judging rows, or the judging rows in their own order.",
        choices=TIMELINES,
    )
    label_delay: int = param(0, 0, 100, "steps", "How long after its rows a step's labels arrive.")
    label_share: float = param(1.0, 0.0, 1.0, "of the rows", "How many of the arriving rows ever get a label.")
    operation: bool = param(False, doc="Measure size, latency and throughput of every candidate too.")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, base in (("strategies", Strategy), ("drifts", Drift)):
            object.__setattr__(self, name, tuple(getattr(self, name)))
            wrong = [c for c in getattr(self, name) if not isinstance(c, base)]
            if wrong:
                raise ValueError(f"Experiment.{name} must hold {name} only; got {wrong[0]!r}.")
        if self.timeline == "simulated" and self.n_steps * self.rows_per_step > MOST_ROWS:
            raise ValueError(
                f"Experiment.n_steps times rows_per_step must be at most {MOST_ROWS:,} rows; "
                f"got {self.n_steps * self.rows_per_step:,}."
            )

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Experiment:
        """Build an experiment from its spec; ValueError names what is wrong in it."""
        built = {
            "strategies": tuple(from_spec(s, strategies()) for s in spec.get("strategies", ())),
            "drifts": tuple(from_spec(s, DRIFTS) for s in spec.get("drifts", ())),
        }
        return from_spec({**spec, "kind": "Experiment", **built}, {"Experiment": cls})
