"""Numbers of the evidence in words."""

from __future__ import annotations

from optimizers.advise.relation import Mean
from optimizers.clean.labels import LabelNoise
from optimizers.clean.overlap import EITHER, NOISE, OVERLAP


def noise_said(found: LabelNoise) -> str:
    rate, low, high = found.rate
    return (
        f"about {rate:.0%} of the new labels look wrong ({low:.0%} to {high:.0%}), more than among the learning rows; "
        "a model that learns from them learns the errors too."
    )


def looks_said(found: LabelNoise) -> str:
    """What the share of labels that look wrong is, and what it most likely comes from."""
    told = {
        OVERLAP: "most likely not wrong: the classes overlap, and no model can tell these rows",
        NOISE: "most likely wrong",
        EITHER: "wrong labels, or classes that overlap: this cannot be told apart",
    }
    return f"estimated share of rows; {told.get(found.verdict, found.verdict)}"


def spanned(mean: Mean, unit: str) -> str:
    return f"{100 * mean.value:.1f} {unit} (95 % CI {100 * mean.low:.1f} to {100 * mean.high:.1f})"
