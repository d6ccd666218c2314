"""Which of a proposal's open settings was best in the folds, and what could not be fitted in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from optimizers.regularize.trying import Rows, Tried
from optimizers.swap.carrying import Proposal


@dataclass(frozen=True, eq=False)
class Option:
    """One proposal with one value of its open setting."""

    proposal: Proposal
    text: str
    unfitted: Any


def best_of(options: list[Option], saw: dict[int, dict], proposal: Proposal, rows: Rows) -> int | None:
    """The place of the proposal's best option, of several the one that was chosen over all; None where none fits."""
    up = 1.0 if rows.metric.higher_is_better else -1.0
    own = [i for i in saw if options[i].proposal is proposal]
    return max(own, key=lambda i: ("chosen" in saw[i], up * saw[i]["validation_score"][0], i), default=None)


def without(options: list[Option], best: list[int | None], tried: Tried) -> str:
    """Which proposals could not be fitted in the folds, and why, as sentences."""
    there = {options[i].proposal for i in best if i is not None}
    why = {o.proposal.label: tried.errors.get(i) for i, o in enumerate(options) if o.proposal not in there}
    return "".join(f" {label} could not be fitted in the folds ({reason(wrong)})." for label, wrong in why.items())


def reason(wrong: Exception | None) -> str:
    return str(wrong).strip().split("\n")[0].rstrip(".")[:200] if wrong else "its score is not defined"
