"""Settings as a link, and back: short, readable, and never an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from optimizers.component import params
from optimizers.component_text import drift_from, drift_text, strategy_from, strategy_text
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS
from optimizers.retrain.prices import Prices

# The timeline first: what is too much for one is right for another.
NUMBERS = {
    "timeline": "timeline",
    "steps": "n_steps",
    "rows": "rows_per_step",
    "seed": "seed",
    "delay": "label_delay",
    "labelled": "label_share",
}
SHORT = ("timeline", "steps", "rows", "seed")  # stand in every link; the others where they are not the default
READERS: dict[str, Callable[[str], Any]] = {"timeline": str, "label_share": float}
MOST_DRIFTS = 8
MOST_STRATEGIES = 12
MOST_LETTERS = 300


@dataclass(frozen=True)
class Settings:
    """All that a page needs to draw the same picture again.

    Attributes
    ----------
    case : str
        A sample's key, or "upload-" and the fingerprint of the uploaded files.
    metric : str
        A key of `METRICS`; empty for the case's own.
    experiment : Experiment
    threshold : float, optional
        Where the user draws the line, in the metric's unit.
    prices : Prices
        What retraining and being wrong cost; a link holds all but the matrix.
    """

    case: str
    metric: str = ""
    experiment: Experiment = field(default_factory=Experiment)
    threshold: float | None = None
    prices: Prices = field(default_factory=Prices)


def to_query(settings: Settings) -> dict[str, Any]:
    """The query parameters of a link; drifts are repeated parameters."""
    e = settings.experiment
    query: dict[str, Any] = {"case": settings.case}
    query |= {
        short: f"{getattr(e, name):.9g}" if isinstance(getattr(e, name), float) else str(getattr(e, name))
        for short, name in NUMBERS.items()
        if short in SHORT or getattr(e, name) != getattr(Experiment(), name)
    }
    query |= {"metric": settings.metric} if settings.metric else {}
    query |= {} if settings.threshold is None else {"line": f"{settings.threshold:g}"}
    query |= {"prices": text} if (text := prices_text(settings.prices)) else {}
    query |= {"strategy": [strategy_text(s) for s in e.strategies]} if e.strategies else {}
    return query | ({"drift": [drift_text(d) for d in e.drifts]} if e.drifts else {})


def from_query(query: Mapping[str, Sequence[str]], default: Settings) -> tuple[Settings, list[str]]:
    """Settings from a link; what is wrong falls back to its default, with a note each.

    Parameters
    ----------
    query : mapping of str to list of str
    default : Settings
        What holds where the link says nothing, or something wrong.
    """
    notes: list[str] = []
    experiment = default.experiment
    if any(k in query for k in (*NUMBERS, "drift")):
        drifts = parts_of(query.get("drift", ()), "drift", drift_from, MOST_DRIFTS, notes)
        experiment = replace(experiment, drifts=drifts)
    if "strategy" in query:
        played = parts_of(query["strategy"], "strategy", strategy_from, MOST_STRATEGIES, notes)
        experiment = replace(experiment, strategies=played)
    for short, name in NUMBERS.items():
        if short in query:
            experiment = with_number(experiment, name, short, query[short][-1], notes)
    metric = query.get("metric", [""])[-1]
    if metric and metric not in METRICS:
        notes.append(f"The link's metric {metric[:40]!r} is not known; the case's own is shown.")
        metric = ""
    return Settings(default.case, metric, experiment, threshold_of(query, notes), prices_of(query, notes)), notes


def with_number(experiment: Experiment, name: str, short: str, text: str, notes: list[str]) -> Experiment:
    try:
        value: Any = READERS.get(name, int)(text)
        return replace(experiment, **{name: value})
    except ValueError as wrong:
        why = (
            str(wrong)
            if "Experiment" in str(wrong)
            else f"it must be a {'number' if name == 'label_share' else 'whole number'}; got {text[:40]!r}."
        )
        notes.append(f"The link's {short} was not taken: {why}")
        return experiment


def threshold_of(query: Mapping[str, Sequence[str]], notes: list[str]) -> float | None:
    if "line" not in query:
        return None
    try:
        value = float(query["line"][-1])
        if value - value == 0:
            return value
    except ValueError:
        pass
    notes.append(f"The link's line {query['line'][-1][:40]!r} is not a number; no threshold is drawn.")
    return None


def prices_text(prices: Prices) -> str:
    """The prices that are not the default: "retraining.100*label.0.5"."""
    own = {name: getattr(prices, name) for name, p in params(Prices).items() if getattr(prices, name) != p.default}
    return "*".join(f"{name}.{value:.9g}" for name, value in own.items())


def prices_of(query: Mapping[str, Sequence[str]], notes: list[str]) -> Prices:
    found = Prices()
    for part in query["prices"][-1].split("*") if "prices" in query else ():
        name, _, text = part.partition(".")
        try:
            if name not in params(Prices):
                raise ValueError(f"there is no price {name[:40]!r}; there are {', '.join(params(Prices))}.")
            value: dict[str, Any] = {name: float(text)}
            found = replace(found, **value)
        except ValueError as wrong:
            notes.append(f"A price of the link was not taken: {str(wrong)[:MOST_LETTERS]}")
    return found


def parts_of(
    texts: Sequence[str], what: str, read: Callable[[str], Any], most: int, notes: list[str]
) -> tuple[Any, ...]:
    """Drifts or strategies; what cannot be read, or is too many, is left out with a note."""
    found = []
    for text in texts[:most]:
        try:
            found.append(read(text))
        except ValueError as wrong:
            notes.append(f"A {what} of the link was left out: {str(wrong)[:MOST_LETTERS]}")
    if len(texts) > most:
        notes.append(
            f"The link names {len(texts)} {'drifts' if what == 'drift' else 'strategies'}; the first {most} were taken."
        )
    return tuple(found)
