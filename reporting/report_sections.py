"""The sections of a report that hold charts and settings."""

from __future__ import annotations

import json
from html import escape

import pandas as pd

from optimizers.card import Card
from optimizers.result import Result
from reporting.charts.attribution import attribution_bars
from reporting.charts.card import card_charts
from reporting.charts.drift_map import drift_map
from reporting.charts.over_time import over_time
from reporting.charts.play import play
from reporting.lines import metric_of
from reporting.report_parts import chart_html, list_html, pairs_html, section, table_html
from reporting.steps import steps_of
from reporting.text import number


def charts_section(
    result: Result,
    threshold: float | None,
    feature_drift: pd.DataFrame | None,
    attribution: pd.DataFrame | None,
    histograms: pd.DataFrame | None,
    feature: str,
) -> str:
    """The score over time, where the loss comes from, which features moved, and the film."""
    sections = [section("Over time", chart_html(over_time(result, threshold), "over-time"))]
    if attribution is not None and (attribution["kind"] != "all").any():
        sections.append(section("Where the loss comes from", chart_html(attribution_bars(attribution), "attribution")))
    if feature_drift is not None and not feature_drift.empty:
        figure = drift_map(feature_drift, labels=steps_of(result.frame).labels)
        sections.append(section("Which features moved", chart_html(figure, "drift-map")))
    if histograms is not None and not histograms.empty:
        sections.append(section("Step by step", chart_html(play(result, histograms, feature), "film")))
    return "".join(sections)


def card_section(card: Card | None) -> str:
    """The model: what it is, its scores, its charts, and what could not be measured."""
    if card is None:
        return ""
    what = card.head.get("what", {})
    facts = {
        "Model": what.get("class"),
        "Features": what.get("n_features"),
        "Classes": ", ".join(map(str, what.get("classes") or [])),
        "Seen the judging rows?": card.head.get("seen", {}).get("sentence"),
        "Calibration": card.head.get("calibration", {}).get("sentence"),
    }
    parts = [pairs_html({k: v for k, v in facts.items() if v})]
    titles = {"scores": "Scores of the model as uploaded", "operation": "Size and speed", "steps": "What it is made of"}
    parts += [
        table_html(card.frames[name].drop(columns=["title", "higher_is_better"], errors="ignore"), title)
        for name, title in titles.items()
        if name in card.frames and not card.frames[name].empty
    ]
    charts = card_charts(card).items()
    parts += [chart_html(figure, f"card-{i}", title) for i, (title, figure) in enumerate(charts)]
    notes = [note for panel in card.notes.values() for note in panel]
    return section("The model", *parts, list_html(notes) if notes else "")


def settings_of(result: Result, threshold: float | None) -> str:
    """What was played, in words and as the spec that plays it again."""
    experiment, steps = result.experiment, steps_of(result.frame)
    drawn = f"{experiment.rows_per_step:,} drawn" if experiment.timeline == "simulated" else "as they come"
    settings = {
        "Metric": metric_of(result).title,
        "Timeline": experiment.timeline,
        "Steps": f"{len(steps)} ({steps.labels[0]} to {steps.labels[-1]})",
        "Rows a step": drawn,
        "Seed": experiment.seed,
        "Threshold": None if threshold is None else number(threshold),
    }
    settings |= {f"Drift {i}": f"{d.says()} ({d.when.shape})" for i, d in enumerate(experiment.drifts, 1)}
    settings |= {f"Strategy {i}": s.title() for i, s in enumerate(experiment.strategies, 1)}
    spec = escape(json.dumps(experiment.spec(), ensure_ascii=False))
    return pairs_html({k: v for k, v in settings.items() if v is not None}) + f"<pre><code>{spec}</code></pre>"
