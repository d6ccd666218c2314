"""docs/components.md: every drift and strategy, from its declared parameters and its docstring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docs.markdown import bullets, references, sections, table
from optimizers.component import Param, params
from optimizers.drift import DRIFTS, Profile
from optimizers.experiment import Experiment
from optimizers.param import range_of
from optimizers.strategy import FAMILIES, strategies

TASKS = {"": "any", "classification": "classes", "regression": "numbers"}
COLUMNS = {
    "any": "any columns",
    "numeric": "numeric columns",
    "categorical": "columns that are not numeric",
    "open": "text and category columns",
}
NO_STRATEGY = (
    f"There is none yet. A file in one of the folders {', '.join(FAMILIES)} of `optimizers/` becomes one; "
    "README.md has the five steps."
)


def page() -> str:
    """The whole page."""
    parts = [
        "# Drifts, strategies and what is declared of them",
        "A parameter is declared once, in the code; this page, the forms and the command line follow from it.",
        "## Drifts: what the world does",
        overview(),
        *described(DRIFTS.values()),
        "## When a drift comes: Profile",
        about(Profile),
        "## Strategies: what we do to the model",
        *(described(strategies().values()) or [NO_STRATEGY]),
        "## What is played: Experiment",
        about(Experiment),
    ]
    return "\n\n".join(parts)


def overview() -> str:
    known: dict[str, Any] = DRIFTS
    rows = [[f"[{n}](#{n.lower()})", known[n].title(), TASKS[known[n].task]] for n in sorted(known)]
    return table(["Drift", "What happens", "Target"], rows)


def described(classes: Iterable[type]) -> list[str]:
    """A section a component, by name."""
    return [f"### {cls.__name__}\n\n{about(cls)}" for cls in sorted(classes, key=lambda c: c.__name__)]


def about(cls: Any) -> str:
    """Title, words, parameters and references of one component."""
    read = sections(cls)
    parts = [f"**{read['Title']}.**", read["Words"], parameters(cls), bullets(references(cls))]
    return "\n\n".join(p for p in parts if p)


def parameters(cls: type) -> str:
    rows = [[f"`{p.name}`", default(p), scope(p), p.doc] for p in params(cls).values()]
    return table(["Parameter", "Default", "Range", "What it is"], rows)


def default(p: Param) -> str:
    return "every one that fits" if p.kind == "columns" and not p.default else f"`{p.default}`"


def scope(p: Param) -> str:
    """What a value may be, with its unit."""
    if p.kind == "choice":
        return ", ".join(f"`{c}`" for c in p.choices)
    if p.kind == "columns":
        return COLUMNS[p.of]
    if p.kind == "rows":
        return "places of learning rows, from 0"
    if p.kind == "bool":
        return "`True`, `False`"
    return p.unit if p.low is None and p.high is None else range_of(p)
