"""What an experiment found: one tidy frame, and the candidates."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from optimizers.experiment import Experiment
from optimizers.strategy import Candidate

COLUMNS = {
    "strategy": "str",
    "candidate": "str",
    "part": "str",
    "step": "int64",
    "start": "str",
    "metric": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "unit": "str",
    "n_rows": "int64",
}
PARTS = ("step", "horizon", "before", "after", "change", "against", "choice", "cost", "errors", "operation")


@dataclass(eq=False)
class Result:
    """One row per (strategy, candidate, part, step, metric), and the candidate models.

    Attributes
    ----------
    case_name, fingerprint : str
        Whose result it is.
    experiment : Experiment
        What was played.
    frame : DataFrame
        Columns as in `COLUMNS`. `part` is "step", or "horizon" (mean over all steps), "before",
        "after" and "change" (means around the first onset and their difference), "against" (the
        difference to the model as uploaded, and the share of labels that differ), "choice" (what a strategy
        saw of its candidate on learning rows), "cost" (what making it took), "errors" (how many, where some
        strategy learns), or "operation".
    skipped : dict of str to str
        Strategies that do not apply, and why.
    candidates : dict of (strategy, label) to Candidate
    onset : int
        The first step of "after".
    """

    case_name: str
    fingerprint: str
    experiment: Experiment
    frame: pd.DataFrame
    skipped: dict[str, str] = field(default_factory=dict)
    candidates: dict[tuple[str, str], Candidate] = field(default_factory=dict)
    onset: int = 0

    def part(self, part: str, candidate: str = "as uploaded", metric: str | None = None) -> pd.DataFrame:
        """The rows of one part of one candidate, in order of the steps."""
        f = self.frame
        keep = (f["part"] == part) & (f["candidate"] == candidate)
        return f[keep & (f["metric"] == metric)] if metric else f[keep]


def tidy(records: list[dict]) -> pd.DataFrame:
    """The frame of a result, with its columns and types also when it is empty."""
    return pd.DataFrame(records, columns=list(COLUMNS)).astype(COLUMNS)
